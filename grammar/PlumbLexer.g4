// The words of Plumb. Input is not Unicode but the folded stream of compiler/syntax/character_stream.hpp: widths are folded,
// Chinese punctuation is its ASCII partner, every other Chinese letter is \u0001, and the few letters that rules below need
// have a code of their own. So the DFA caches every character (it caches up to 127 only). Token text is the source's.
//
//   \u0001 a letter            \u0002 的      \u0003 年   \u0004 月   \u0005 日 号   \u0006 自 至 于 与
//   \u000E 「  \u000F 」  \u0010 《  \u0011 》  \u0012 —  \u0013 ≥  \u0014 ≤  \u0015 ≠   \u0016 no character of the language
//
// Every word is a NAME here; compiler/syntax/retype.hpp makes keywords of them and splits words that were written together.
lexer grammar PlumbLexer;

tokens {
  // declarations
  K_RULESET, K_DOCUMENT, K_DEPARTMENT, K_ROLE, K_ROLES, K_ENUM, K_TAXONOMY, K_EFFECT, K_PARAMETER, K_MATTER, K_DEFINE, K_TABLE, K_CALENDAR,
  K_MEASURE, K_WAIVE, K_SCENARIO,
  // a rule set's
  K_ID, K_VERSION, K_REGION, K_EDITION, K_BUILDS_ON, K_DEFAULT_CALENDAR, K_STALENESS_LIMIT, K_REMEDY, K_SELF, K_RELATED, K_LINT, K_OFF,
  K_WARNING, K_ERROR,
  // a document's
  K_NUMBER, K_TITLE, K_ISSUER, K_HIGHER, K_CLAUSE, K_OBLIGATION, K_DIGEST,
  // departments, roles, effects, taxonomies, matters, tables, calendars
  K_SHORT, K_ROUTED_BY, K_SOURCE, K_IRREVERSIBLE, K_CONTRADICTS, K_STAGES, K_FIELD, K_CASE, K_COVERS, K_HOLIDAY, K_MAKEUP,
  // a measure's
  K_BASIS, K_DEPARTMENTS, K_EXECUTING, K_PARTY_KIND, K_PARTY, K_SUBJECT, K_REACHES, K_WHEN, K_UNLESS, K_IMPOSE, K_FROM, K_UNTIL, K_NOTE,
  K_DEFAULTER, K_ORGANISATION_WITH, K_ANYONE, K_PERSON, K_ORGANISATION, K_APPLICATION, K_HOLDING, K_STATUS,
  // a waiver's
  K_REASON, K_SERVED_BY,
  // a scenario's
  K_GIVEN, K_REQUEST, K_EXPECT, K_NAME, K_SECTOR, K_SINCE, K_SERVES, K_LISTED, K_CASE_NO, K_EXPIRES, K_GROUND, K_REMOVED, K_FILED,
  K_OBJECTION, K_RESPONSIBLE, K_UNPUBLISHED, K_PERMITTED, K_ALL, K_RETAINED, K_HOLDS, K_LIST, K_SYNCHRONISED, K_NEVER_SYNCHRONISED, K_ON,
  K_SWEEP, K_BY, K_BECAUSE, K_FOR, K_NOT_APPLICABLE, K_NEEDS, K_OUTCOME, K_ONLY, K_NONE,
  // types
  K_BOOL, K_INTEGER, K_DECIMAL, K_MONEY, K_RATIO, K_DATE, K_DURATION, K_TEXT, K_SET_OF,
  // expressions
  K_AND, K_OR, K_NOT, K_IS, K_IS_NOT, K_AT_LEAST, K_AT_MOST, K_NOT_AFTER, K_ABOVE, K_BELOW, K_BETWEEN, K_TO, K_BETWEEN_END, K_IN, K_NOT_IN, K_HAS_ANY,
  K_HAS_ALL, K_ANY_OF, K_ALL_OF, K_IF, K_THEN, K_ELSE, K_EXISTS, K_EVERY, K_COUNT, K_KNOWN, K_LISTED_ON, K_LISTING, K_DECISION_DATE,
  K_YES, K_NO, K_UNSET, K_UNKNOWN,
  // units, after a number only
  U_YUAN, U_WAN_YUAN, U_YI_YUAN, U_DAYS, U_WORKING_DAYS, U_MONTHS, U_YEARS
}

BLANK : [ \t\r\n\f]+ ;  // left out by the token source, as comments are
LINE_COMMENT : '//' ~[\n]* ;
BLOCK_COMMENT : '/*' ( ~[*] | '*'+ ~[*/] )* '*'+ '/' ;
OPEN_COMMENT : '/*' ( ~[*] | '*'+ ~[*/] )* '*'* ;

// 2019-05-30  2019年5月30日; without month or day it is a slip that retyping tells.
DATE : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT? '-' DIGIT DIGIT? | DIGIT+ '\u0003' DIGIT+ '\u0004' ( DIGIT+ '\u0005'? )? ;
NUMBER : DIGIT+ ( '.' DIGIT+ )? ;
STRING : '"' ~["\n]* '"' ;
OPEN_STRING : '"' ~["\n]* ;
QUOTED_NAME : '\u000E' ~[\u000E\u000F\n]* '\u000F' ;
OPEN_QUOTED_NAME : '\u000E' ~[\u000E\u000F\n]* ;
TITLE : '\u0010' ~[\u0010\u0011\n]* '\u0011' ;
OPEN_TITLE : '\u0010' ~[\u0010\u0011\n]* ;

// 自 至 于 与 end a word before a digit: 甲公司自2019-01-01
NAME : ( LETTER DIGIT* | '\u0006' )+ ;

DE : '\u0002' ;
DOT : '.' ;
COMMA : ',' ;
SEMICOLON : ';' ;
COLON : ':' ;
SLASH : '/' ;
LBRACE : '{' ;
RBRACE : '}' ;
LPAREN : '(' ;
RPAREN : ')' ;
PIPE : '|' ;
ANY : '\u0012'+ ;
EQ : '=' ;
SLIP_EQ : '==' ;
NE : '!=' | '\u0015' | '<>' ;
GE : '>=' | '\u0013' ;
LE : '<=' | '\u0014' ;
GT : '>' ;
LT : '<' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
PERCENT : '%' ;
BAD : . ;

fragment LETTER : [A-Za-z_\u0001\u0003\u0004\u0005] ;
fragment DIGIT : [0-9] ;
