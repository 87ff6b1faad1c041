/* The tables of what crosses this room's walls. */
#include "badge/badge.h"

static const char *const fault_table[] = {[BADGE_TOO_LONG] = "too_long", [BADGE_NO_GLYPHS] = "no_glyphs"};
const struct record_words badge_fault_words = RECORD_WORDS(fault_table);

static const struct record_member about_members[] = {
    RECORD_INT(struct badge_about, number),
    RECORD_TEXT(struct badge_about, title),
    RECORD_TEXT(struct badge_about, starts_on),
    RECORD_TEXT(struct badge_about, ends_on),
    RECORD_TEXT(struct badge_about, time_zone),
    RECORD_TEXT(struct badge_about, place),
    RECORD_TEXT(struct badge_about, color, .presence = RECORD_OPTIONAL),
    RECORD_TEXTS(struct badge_about, categories)};
const struct record badge_about_record = RECORD(struct badge_about, about_members);

static const struct record_member choice_members[] = {
    RECORD_TEXT(struct badge_choice, category, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct badge_choice, code, .presence = RECORD_LEFT_OUT),
    RECORD_INT(struct badge_choice, limit, .presence = RECORD_LEFT_OUT),
    RECORD_TEXT(struct badge_choice, sort),
    RECORD_TEXT(struct badge_choice, sheet),
    RECORD_INT(struct badge_choice, margin, .presence = RECORD_LEFT_OUT),
    RECORD_FLAG(struct badge_choice, crop_marks),
    RECORD_TEXT(struct badge_choice, design)};
const struct record badge_choice_record = RECORD(struct badge_choice, choice_members);

static const struct record_member run_members[] = {RECORD_INT(struct badge_run, run)};
const struct record badge_run_record = RECORD(struct badge_run, run_members);
