# Turns what refusals are worded with into C: of assets/messages/en.json the sentences of refusals, and the words
# that may stand in them. The file has one message a line.
#   awk -f embed.awk assets/messages/en.json

function refuse(message) { print FILENAME ":" FNR ": " message > "/dev/stderr"; failed = 1; exit 1 }

BEGIN {
    print "/* Generated from assets/messages/en.json. */\n#include \"program/program_private.h\"\n"
    print "const struct program_sentence program_sentences[] = {"
}
/^[{}]$/ { next }
!/^  "[a-z_.]+": ".*",?$/ { refuse("is no message on a line of its own") }
{
    id = $0
    sub(/^  "/, "", id)
    sub(/": ".*/, "", id)
    if (id !~ /^refusal\./ && id !~ /^status\.[a-z_]+$/) next
    sentence = $0
    sub(/^  "[a-z_.]+": /, "", sentence)
    sub(/,$/, "", sentence)
    # What JSON and C write alike.
    plain = sentence
    gsub(/\\["\\]/, "", plain)
    if (plain ~ /\\/) refuse("write the character itself")
    print "    {\"" id "\", " sentence "},"
    found++
}
END {
    if (failed) exit 1
    if (!found) refuse("has no refusals")
    print "    {0}\n};"
}
