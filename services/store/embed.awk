# Turns SQL files into C: an enumerator and a table entry for each, named after the file.
#   awk -v mode=header|statements|migrations -f embed.awk FILE...

function base_name(path) { sub(/.*\//, "", path); sub(/\.sql$/, "", path); return path }

function c_string(line) { gsub(/\\/, "\\\\", line); gsub(/"/, "\\\"", line); return "\"" line "\\n\"" }

function parameters(text,    most, n) {
    most = 0
    while (match(text, /\$[0-9]+/)) {
        n = substr(text, RSTART + 1, RLENGTH - 1) + 0
        if (n > most) most = n
        text = substr(text, RSTART + RLENGTH)
    }
    return most
}

FNR == 1 { files++; name[files] = base_name(FILENAME); text[files] = "" ; lines[files] = "" }
{ lines[files] = lines[files] "\n        " c_string($0); if ($0 !~ /^--/) text[files] = text[files] $0 "\n" }

END {
    if (mode == "header") {
        print "/* Generated from sql/statements: one enumerator a file. */\n#pragma once\n\nenum store_statement {"
        for (i = 1; i <= files; i++) print "    SQL_" toupper(name[i]) ","
        print "    SQL_STATEMENTS\n};"
    } else if (mode == "statements") {
        print "/* Generated from sql/statements. */\n#include \"store/embedded.h\"\n"
        print "const struct store_statement_text store_statement_texts[] = {"
        for (i = 1; i <= files; i++)
            print "    {\"" name[i] "\", " parameters(text[i]) "," lines[i] "},"
        print "};"
    } else {
        print "/* Generated from sql/migrations. */\n#include \"store/embedded.h\"\n"
        print "const struct store_migration_text store_migration_texts[] = {"
        for (i = 1; i <= files; i++) print "    {\"" name[i] "\"," lines[i] "},"
        print "    {0}\n};"
    }
}
