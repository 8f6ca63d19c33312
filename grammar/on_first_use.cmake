# cmake -DNAME=PlumbParser -DFILE=PlumbParser.cpp -P on_first_use.cmake
#
# ANTLR 4.7 builds a recogniser's tables when the program starts, a sixth of a start that parses nothing. As in its later versions,
# the first recogniser builds them instead.
file(READ ${FILE} text)
set(at_start "${NAME}::Initializer ${NAME}::_init;")
string(FIND "${text}" "${at_start}" found)
string(REGEX MATCH "\n${NAME}::${NAME}\\([A-Za-z]+ \\*input\\) : [A-Za-z]+\\(input\\) {\n" constructor "${text}")
if(found EQUAL -1 OR NOT constructor)
  message(FATAL_ERROR "${FILE} is not as ANTLR 4.7 writes it")
endif()
string(REPLACE "${at_start}" "" text "${text}")
string(REPLACE "${constructor}" "${constructor}  static const Initializer tables;\n" text "${text}")
file(WRITE ${FILE} "${text}")
