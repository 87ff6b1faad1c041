# Turns SQL files into C: an enumerator and a table entry for each, named after the file.
#   awk -v mode=header|statements|tables|functions -f embed.awk FILE...

function base_name(path) { sub(/.*\//, "", path); sub(/\.sql$/, "", path); return path }

function c_string(line) { gsub(/\\/, "&&", line); gsub(/"/, "\\\"", line); return "\"" line "\\n\"" }

function parameters(text,    most, n) {
    most = 0
    while (match(text, /\$[0-9]+/)) {
        n = substr(text, RSTART + 1, RLENGTH - 1) + 0
        if (n > most) most = n
        text = substr(text, RSTART + RLENGTH)
    }
    return most
}

function refuse(message) { print message > "/dev/stderr"; failed = 1; exit 1 }

# What a file of sql/functions must be: its first line says who may call what it makes, and it makes one thing of its own name.
# What the loader adds must not stand in it, or somebody would believe that it does something.
function check_function(i,    made) {
    if (first[i] !~ /^-- for: (nobody|lanyard_(web|badges|owner)(, lanyard_(web|badges|owner))*)$/)
        refuse(path[i] ": the first line says who may call it: \"-- for: lanyard_web, lanyard_badges\", \"-- for: nobody\"")
    roles[i] = substr(first[i], 9)
    if (roles[i] == "nobody") roles[i] = ""
    if (!match(text[i], /(^|\n)CREATE (TYPE|FUNCTION|VIEW) [a-z0-9_]+/))
        refuse(path[i] ": has no CREATE TYPE, CREATE FUNCTION or CREATE VIEW")
    made = substr(text[i], RSTART, RLENGTH)
    sub(/^\n?CREATE /, "", made)
    kind[i] = made
    sub(/ .*/, "", kind[i])
    sub(/.* /, "", made)
    if (made != name[i])
        refuse(path[i] ": makes " made ", so it should be called " made ".sql")
    if (toupper(text[i]) ~ /SECURITY (DEFINER|INVOKER)|SET SEARCH_PATH|(^|\n)(GRANT|REVOKE) /)
        refuse(path[i] ": the first line says who may call it; the rest is the loader's to add")
    if (made in at) refuse(path[i] ": there is " path[at[made]] " already")
    at[made] = i
}

function print_functions(wanted,    i) {
    for (i = 1; i <= files; i++)
        if (kind[i] == wanted)
            print "    {STORE_" wanted ", \"" name[i] "\", \"" roles[i] "\"," lines[i] "},"
}

FNR == 1 { files++; path[files] = FILENAME; name[files] = base_name(FILENAME); text[files] = lines[files] = ""; first[files] = $0 }
{ lines[files] = lines[files] "\n        " c_string($0); if ($0 !~ /^--/) text[files] = text[files] $0 "\n" }

END {
    if (failed) exit 1
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
    } else if (mode == "tables") {
        print "/* Generated from sql/tables. */\n#include \"store/embedded.h\"\n"
        print "const struct store_table_text store_table_texts[] = {"
        for (i = 1; i <= files; i++) print "    {\"" name[i] "\"," lines[i] "},"
        print "    {0}\n};"
    } else {
        # A function's arguments may be of a type of ours, and a view may call a function: in this order each finds what it names.
        for (i = 1; i <= files; i++) check_function(i)
        print "/* Generated from sql/functions. */\n#include \"store/embedded.h\"\n"
        print "const struct store_function_text store_function_texts[] = {"
        print_functions("TYPE")
        print_functions("FUNCTION")
        print_functions("VIEW")
        print "    {0}\n};"
    }
}
