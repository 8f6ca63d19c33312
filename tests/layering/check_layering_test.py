#!/usr/bin/env python3
"""Shows that check_layering.py can fail: a planted breach of every wall is found, and the right thing is let through."""
import unittest

import check_layering as layering


class LayeringTest(unittest.TestCase):
    def breach(self, path, text):
        self.assertNotEqual(layering.check_source(path, text), [], f"{path}: {text}")

    def fine(self, path, text):
        self.assertEqual(layering.check_source(path, text), [])

    def test_arrows(self):
        self.breach("compiler/base/date.cpp", '#include "compiler/ir/ir.hpp"\n')
        self.breach("compiler/ir/ir.hpp", '#include "compiler/syntax/ast.hpp"\n')
        self.breach("compiler/backends/prose/prose.cpp", '#include "compiler/backends/reference/evaluate.hpp"\n')
        self.breach("runtime/decide/decide.cpp", '#include "compiler/semantics/types.hpp"\n')
        self.breach("runtime/facts/facts.hpp", '#include "runtime/registry/registry.hpp"\n')
        self.breach("tools/cli/main.cpp", '#include "runtime/registry/registry.hpp"\n')
        self.breach("compiler/base/date.cpp", '#include "tests/unit/base/calendar.hpp"\n')
        self.breach("compiler/ir/ir.hpp", '#include <plumb/plumb.hpp>\n')
        self.fine("compiler/semantics/lower.cpp", '#include "compiler/ir/ir.hpp"\n#include "compiler/semantics/types.hpp"\n#include <vector>\n')
        self.fine("runtime/decide/decide.cpp", '#include "compiler/backends/reference/evaluate.hpp"\n')
        self.fine("tools/cli/main.cpp", '#include "plumb/plumb.hpp"\n')
        self.fine("tests/unit/base/date_test.cpp", '#include "compiler/base/date.hpp"\n#include <sqlite3.h>\n')

    def test_an_unknown_folder_is_told(self):
        self.breach("runtime/surprise/x.cpp", "")

    def test_third_party(self):
        self.breach("runtime/decide/decide.cpp", "#include <sqlite3.h>\n")
        self.breach("compiler/semantics/x.cpp", "#include <antlr4-runtime.h>\n")
        self.breach("compiler/ir/x.cpp", "#include <boost/json.hpp>\n")
        self.fine("runtime/registry/x.cpp", "#include <sqlite3.h>\n")
        self.fine("compiler/base/x.cpp", "// not #include <sqlite3.h>\n")

    def test_rooms(self):
        self.breach("compiler/semantics/x.cpp", "#include <fstream>\n")
        self.breach("runtime/decide/x.cpp", 'auto* f = fopen("x", "r");\n')
        self.breach("compiler/ir/x.cpp", "#include <chrono>\n")
        self.breach("runtime/snapshot/x.cpp", 'getenv("LANG");\n')
        self.fine("compiler/driver/x.cpp", "#include <fstream>\n")

    def test_names(self):
        for bad in ("compiler/base/string_utils.cpp", "tools/common/x.cpp", "runtime/decide/helpers.hpp"):
            self.assertNotEqual(layering.check_name(bad), [], bad)
        self.assertEqual(layering.check_name("docs/dependencies.md"), [])

    def test_readmes(self):
        read = lambda name: "line\n" * (50 if "long" in name else 10)
        self.assertNotEqual(layering.check_readmes({"compiler/ir/x.cpp"}, read), [])
        self.assertNotEqual(layering.check_readmes({"long/README.md"}, read), [])
        self.assertEqual(layering.check_readmes({"compiler/ir/x.cpp", "compiler/ir/README.md", "do"}, read), [])


if __name__ == "__main__":
    unittest.main()
