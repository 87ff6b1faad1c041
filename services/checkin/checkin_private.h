/* What the files of room checkin share. */
#pragma once

#include "checkin/checkin.h"

/* --- scan.c: a scan on its way to the database and back */

#define SCANS_MAX 500

/* The batch in form, as checkin_desk_submit says. */
bool scan_check_all(const struct door_scans *scans, struct error *error) CHECKED;

/* The scan as the database takes it; ticket: what a good signature says, NULL where form says that the token
 * is not ours, or the signature that it is forged. NULL when memory is out. */
const char *scan_item(const struct door_scan *scan, int64_t device, const struct ticket *ticket,
                      enum ticket_parse_result form, struct arena *arena) CHECKED;

/* What the database says of a scan, as the door is told. */
bool scan_answer(const struct store_answer *stored, struct arena *arena, struct door_answer *answer,
                 struct error *error) CHECKED;
