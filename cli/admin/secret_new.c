/* lanyard-admin secret new */
#include "cli/admin/admin.h"

#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

struct secret_made {
    const char *file;
};
static const struct record_member secret_made_members[] = {RECORD_TEXT(struct secret_made, file)};
static const struct record secret_made_record = RECORD(struct secret_made, secret_made_members);

static int secret_new_run(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct stat status;
    if (lstat(argv[0], &status) == 0 || errno != ENOENT) {
        error_set(&error, ERROR_CONFLICT, NULL,
                  "%s is there already; what it has sealed can be read with nothing else", argv[0]);
        return program_fail(&error);
    }
    uint8_t bytes[KEY_SECRET_BYTES];
    char text[2 * sizeof bytes + 2];
    random_bytes(bytes, sizeof bytes);
    hex_encode(bytes, sizeof bytes, text);
    text[2 * sizeof bytes] = '\n';
    bool good = file_write(argv[0], text, 2 * sizeof bytes + 1, 0600, &error);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(text, sizeof text);
    if (!good)
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&secret_made_record, &(struct secret_made){argv[0]});
    printf("made %s; keep a copy of it apart from the database's backups\n", argv[0]);
    return EXIT_DONE;
}

const struct command admin_secret_new = {.name = "secret new",
                                         .arguments = "FILE",
                                         .summary = "Makes the installation's secret, readable by you alone.",
                                         .least = 1,
                                         .most = 1,
                                         .run = secret_new_run};
