/* Tokens, the secret and what follows from it, keys at rest, the symbol. */
#include "tests/unit/unit.h"

#include "key/key.h"
#include "picture/picture_private.h"
#include "store/store_private.h"

#include <png.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/stat.h>

static json_t *vectors;

static int load_vectors(void **state)
{
    (void)state;
    vectors = json_load_file("tests/vectors/ticket.json", 0, NULL);
    return vectors ? 0 : -1;
}

static int forget_vectors(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

static void ring_of_all(struct ticket_keyring *keyring)
{
    size_t i;
    const json_t *vector;
    keyring->count = 0;
    json_array_foreach(json_object_get(vectors, "good"), i, vector)
    {
        uint8_t number = (uint8_t)json_int(vector, "key", 0);
        if (!ticket_keyring_has(keyring, number))
            assert_true(ticket_keyring_add(keyring, number, json_text(vector, "public_key", "")));
    }
}

static void the_vectors_come_out(void **state)
{
    (void)state;
    size_t i;
    const json_t *vector;
    json_array_foreach(json_object_get(vectors, "good"), i, vector)
    {
        uint8_t seed[32];
        uint8_t public_key[32];
        enum ticket_kind kind;
        struct ticket_signer signer = {.number = (uint8_t)json_int(vector, "key", 0)};
        char token[TICKET_TOKEN_SIZE];
        char code[TICKET_SHORT_SIZE];
        uint32_t serial = (uint32_t)json_int(vector, "serial", 0);
        assert_true(hex_decode(json_text(vector, "seed", ""), seed, sizeof seed));
        crypto_sign_seed_keypair(public_key, signer.private_key, seed);
        assert_true(ticket_kind_parse(json_text(vector, "kind", ""), &kind));
        ticket_sign(&signer, kind, (uint16_t)json_int(vector, "event", 0), serial, token);
        assert_string_equal(token, json_text(vector, "token", ""));
        ticket_short_code(serial, code);
        assert_string_equal(code, json_text(vector, "short", ""));

        struct ticket_keyring keyring;
        struct ticket ticket;
        enum ticket_parse_result result;
        ring_of_all(&keyring);
        assert_true(ticket_verify(&keyring, token, strlen(token), &ticket, &result));
        assert_int_equal(ticket.kind, kind);
        assert_int_equal(ticket.serial, serial);
        assert_int_equal(ticket.event, json_int(vector, "event", -1));
        assert_int_equal(ticket.key_number, signer.number);
    }
    assert_int_equal(i, 5);
}

static void what_scanners_make_of_a_token_is_understood(void **state)
{
    (void)state;
    struct ticket_keyring keyring;
    size_t i;
    const json_t *entry;
    ring_of_all(&keyring);
    json_array_foreach(json_object_get(vectors, "read"), i, entry)
    {
        const char *text = json_text(entry, "text", "");
        const char *token = json_text(entry, "token", "");
        struct ticket read, wanted;
        enum ticket_parse_result result;
        if (!ticket_verify(&keyring, text, strlen(text), &read, &result))
            fail_msg("%s: refused", json_text(entry, "why", ""));
        assert_true(ticket_verify(&keyring, token, strlen(token), &wanted, &result));
        assert_int_equal(read.kind, wanted.kind);
        assert_int_equal(read.event, wanted.event);
        assert_int_equal(read.serial, wanted.serial);
    }
    assert_true(i >= 4);
}

static void what_is_bad_is_refused_for_its_reason(void **state)
{
    (void)state;
    struct ticket_keyring keyring;
    size_t i;
    const json_t *entry;
    ring_of_all(&keyring);
    json_array_foreach(json_object_get(vectors, "bad"), i, entry)
    {
        const char *text = json_text(entry, "text", "");
        const char *wanted = json_text(entry, "result", "");
        struct ticket ticket;
        enum ticket_parse_result result;
        if (ticket_verify(&keyring, text, strlen(text), &ticket, &result))
            fail_msg("%s: taken", json_text(entry, "why", ""));
        const char *got = result == TICKET_PARSED ? "forged" : "not_ours";
        if (strcmp(got, wanted) != 0 || (result == TICKET_KEYBOARD_LAYOUT) != json_flag(entry, "hint", false))
            fail_msg("%s: %s, result %d", json_text(entry, "why", ""), got, result);
    }
    assert_true(i >= 10);
}

static void every_changed_letter_is_noticed(void **state)
{
    (void)state;
    struct ticket_keyring keyring;
    ring_of_all(&keyring);
    const char *token = json_text(json_array_get(json_object_get(vectors, "good"), 0), "token", "");
    for (size_t at = 0; at < TICKET_TOKEN_LENGTH; at++)
        for (const char *letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; *letter; letter++) {
            char changed[TICKET_TOKEN_SIZE];
            struct ticket ticket;
            enum ticket_parse_result result;
            memcpy(changed, token, sizeof changed);
            changed[at] = *letter;
            if (*letter != token[at] &&
                ticket_verify(&keyring, changed, TICKET_TOKEN_LENGTH, &ticket, &result))
                fail_msg("letter %zu may be %c", at, *letter);
        }
}

static void an_unknown_or_retired_number_verifies_nothing(void **state)
{
    (void)state;
    struct ticket_keyring none = {.count = 0};
    struct ticket ticket;
    enum ticket_parse_result result;
    const char *token = json_text(json_array_get(json_object_get(vectors, "good"), 0), "token", "");
    assert_false(ticket_verify(&none, token, strlen(token), &ticket, &result));
    assert_int_equal(result, TICKET_PARSED);
    assert_false(ticket_keyring_add(
        &none, 256, json_text(json_array_get(json_object_get(vectors, "good"), 0), "public_key", "")));
    assert_false(ticket_keyring_add(&none, 0, "00"));
    char key[65];
    memset(key, 'a', 64);
    key[64] = '\0';
    for (int i = 0; i < 256; i++)
        assert_true(ticket_keyring_add(&none, i, key));
    assert_false(ticket_keyring_add(&none, 0, key));
}

static void purposes_give_keys_of_their_own(void **state)
{
    (void)state;
    static const char *const purposes[] = {"seal", "manage", "form"};
    const struct key_secret secret = {.bytes = {1, 2, 3}};
    const struct key_secret other = {.bytes = {1, 2, 4}};
    uint8_t keys[3][32];
    uint8_t foreign[32];
    for (size_t i = 0; i < 3; i++) {
        key_secret_derive(&secret, purposes[i], keys[i]);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(keys[i], keys[j], 32);
        key_secret_derive(&other, purposes[i], foreign);
        assert_memory_not_equal(keys[i], foreign, 32);
    }
}

static void a_sealed_key_opens_with_its_own_secret_alone(void **state)
{
    (void)state;
    struct error error = {0};
    struct key_secret secret;
    struct ticket_signer signer;
    struct ticket_keyring keyring = {.count = 0};
    uint8_t number;
    const struct store_options options = {
        .role = "lanyard_owner", .program = "unit", .connections = 2, .wait_ms = 1000};
    struct store *store = store_open(&options, &error);
    random_bytes(secret.bytes, sizeof secret.bytes);
    if (!key_new(store, &secret, "unit", &number, &error))
        fail_msg("%s", error.message);
    assert_true(key_signer_load(store, &secret, &signer, &error));
    assert_int_equal(signer.number, number);
    assert_true(key_ring_load(store, &keyring, &error));
    char token[TICKET_TOKEN_SIZE];
    struct ticket ticket;
    enum ticket_parse_result result;
    ticket_sign(&signer, TICKET_BADGE, 3, 4, token);
    assert_true(ticket_verify(&keyring, token, strlen(token), &ticket, &result));

    secret.bytes[0] ^= 1;
    assert_false(key_signer_load(store, &secret, &signer, &error));
    assert_int_equal(error.kind, ERROR_SETUP);

    scope_arena struct arena arena = ARENA(1u << 20);
    struct key_retired retired;
    struct key_list list;
    assert_true(key_retire(store, number, "unit", &arena, &retired, &error));
    assert_int_equal(retired.number, number);
    assert_true(key_list(store, &arena, &list, &error));
    assert_string_equal(list.items[0].retired_at, retired.retired_at);
    secret.bytes[0] ^= 1;
    assert_false(key_signer_load(store, &secret, &signer, &error));
    assert_true(key_ring_load(store, &keyring, &error));
    assert_true(ticket_verify(&keyring, token, strlen(token), &ticket, &result));
    store_close(store);
}

static void what_crosses_the_walls_of_key_is_as_its_tables_say(void **state)
{
    (void)state;
    static const struct record *const records[] = {&key_pair_record, &key_line_record, &key_made_record,
                                                   &key_retired_record};
    for (size_t i = 0; i < COUNT(records); i++)
        record_must_hold(records[i]);
}

#define MANY_SERIALS 10000

static int by_number(const void *a, const void *b)
{
    const uint32_t *one = a;
    const uint32_t *other = b;
    return (*one > *other) - (*one < *other);
}

/* More than two blocks, of which nobody waits for one. */
static void serials_go_on_while_the_next_block_is_fetched(void **state)
{
    (void)state;
    static uint32_t serials[MANY_SERIALS];
    struct error error = {0};
    const struct ticket_signer signer = {.number = 1};
    const struct store_options options = {
        .role = "lanyard_web", .program = "unit", .connections = 1, .wait_ms = 1000};
    const struct store_reader_options one = {.threads = 1, .most_queued = 4, .patience_ms = 10000};
    struct store *store = store_open(&options, &error);
    struct store_reader *reader = store_reader_start(store, &one, &error);
    struct key_issuer *issuer = key_issuer_open(store, reader, &signer, &error);
    assert_non_null(issuer);
    for (size_t i = 0; i < MANY_SERIALS;) {
        struct ticket ticket;
        char token[TICKET_TOKEN_SIZE];
        if (key_issue(issuer, TICKET_BADGE, 1, &ticket, token, &error))
            serials[i++] = ticket.serial;
        else
            assert_int_equal(error.kind, ERROR_BUSY);
    }
    qsort(serials, MANY_SERIALS, sizeof *serials, by_number);
    for (size_t i = 1; i < MANY_SERIALS; i++)
        assert_true(serials[i - 1] < serials[i]);
    struct store_reader_usage usage;
    store_reader_stop(reader);
    store_reader_usage(reader, &usage);
    assert_in_range(usage.reads, 2, 3);
    key_issuer_close(issuer);
    store_reader_free(reader);
    store_close(store);
}

struct maker {
    struct store *store;
    const struct key_secret *secret;
    uint8_t number;
    bool made;
};

static void *make_one(void *argument)
{
    struct maker *maker = argument;
    struct error error = {0};
    maker->made = key_new(maker->store, maker->secret, "unit", &maker->number, &error);
    return NULL;
}

static void keys_made_at_once_have_numbers_of_their_own(void **state)
{
    (void)state;
    struct error error = {0};
    const struct key_secret secret = {.bytes = {1}};
    const struct store_options options = {
        .role = "lanyard_owner", .program = "unit", .connections = 4, .wait_ms = 5000};
    struct store *store = store_open(&options, &error);
    struct maker makers[4];
    pthread_t threads[COUNT(makers)];
    for (size_t i = 0; i < COUNT(makers); i++) {
        makers[i] = (struct maker){.store = store, .secret = &secret};
        assert_int_equal(pthread_create(&threads[i], NULL, make_one, &makers[i]), 0);
    }
    for (size_t i = 0; i < COUNT(makers); i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < COUNT(makers); i++) {
        assert_true(makers[i].made);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(makers[i].number, makers[j].number);
    }
    /* Nor is a number given again, however late the second asks. */
    char number[4], half[2 * TICKET_PUBLIC_KEY_BYTES + 1];
    snprintf(number, sizeof number, "%d", makers[0].number);
    memset(half, '0', sizeof half - 1);
    half[sizeof half - 1] = '\0';
    scope_json json_t *again =
        store_call(store, SQL_KEY_ADD, STORE_PARAMS(number, half, half, "unit"), &error);
    assert_true(json_is_null(again));
    store_close(store);
}

/* Signing with a key whose public half doors do not have would be found out at the door. */
static void a_key_whose_public_half_is_another_does_not_sign(void **state)
{
    (void)state;
    struct error error = {0};
    struct ticket_signer signer;
    uint8_t number;
    const struct key_secret secret = {.bytes = {2}};
    const struct store_options options = {
        .role = "lanyard_owner", .program = "unit", .connections = 1, .wait_ms = 1000};
    struct store *store = store_open(&options, &error);
    assert_true(key_new(store, &secret, "unit", &number, &error));
    assert_true(key_signer_load(store, &secret, &signer, &error));

    struct store_session *session = store_take(store, &error);
    char statement[128];
    snprintf(statement, sizeof statement,
             "UPDATE ticket_key SET public_key = sha256('another') WHERE key_number = %d", number);
    PGresult *done = PQexec(session->connection, statement);
    assert_int_equal(PQresultStatus(done), PGRES_COMMAND_OK);
    PQclear(done);
    store_give(session);
    assert_false(key_signer_load(store, &secret, &signer, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
    assert_non_null(strstr(error.message, "public half"));

    char text[4];
    snprintf(text, sizeof text, "%d", number);
    scope_json json_t *retired = store_call(store, SQL_KEY_RETIRE, STORE_PARAMS(text, "unit"), &error);
    assert_non_null(retired);
    store_close(store);
}

static bool note_text(void *context, const char *text, size_t length)
{
    buffer_append(context, text, length);
    return true;
}

static void the_symbol_is_read_back_by_both_decoders(void **state)
{
    (void)state;
    size_t i;
    const json_t *vector;
    json_array_foreach(json_object_get(vectors, "good"), i, vector)
    {
        const char *token = json_text(vector, "token", "");
        size_t length;
        scope_free uint8_t *png = ticket_symbol_png(token, 4, &length);
        png_image image = {.version = PNG_IMAGE_VERSION};
        assert_true(png_image_begin_read_from_memory(&image, png, length));
        image.format = PNG_FORMAT_GRAY;
        scope_free uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
        assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
        assert_int_equal(image.width, (TICKET_SYMBOL_WIDTH + 8) * 4);
        const struct picture picture = {pixels, (int)image.width, (int)image.height, (int)image.width};
        struct buffer text = BUFFER(1000);
        assert_true(picture_read(&picture, note_text, &text));
        assert_string_equal(text.data, token);
        buffer_clear(&text);
        assert_true(picture_read_zbar(&picture, note_text, &text));
        assert_string_equal(text.data, token);
        buffer_free(&text);
        scope_free char *svg = ticket_symbol_svg(token);
        assert_non_null(strstr(svg, "viewBox=\"0 0 45 45\""));
    }
    size_t length;
    assert_null(ticket_symbol_png("X", 0, &length));
    assert_null(ticket_symbol_png("X", 33, &length));
    struct ticket_symbol symbol;
    assert_false(ticket_symbol_make("lower case is none of the alphanumeric mode", &symbol));
}

static void a_secret_is_read_from_its_variable(void **state)
{
    (void)state;
    struct error error = {0};
    struct key_secret secret;
    static const char *const wrong[] = {"", "00",
                                        "zz00112233445566778899aabbccddeeff00112233445566778899aabbccddee"};
    unsetenv("LANYARD_SECRET");
    assert_false(key_secret_read(NULL, &secret, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        setenv("LANYARD_SECRET", wrong[i], 1);
        assert_false(key_secret_read(NULL, &secret, &error));
        assert_int_equal(error.kind, ERROR_SETUP);
    }
    setenv("LANYARD_SECRET", "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF", 1);
    assert_true(key_secret_read(NULL, &secret, &error));
    assert_int_equal(secret.bytes[31], 0xff);
    unsetenv("LANYARD_SECRET");
}

static void a_secret_file_is_its_owners_alone_and_holds_64_digits(void **state)
{
    (void)state;
    static const char digits[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee";
    static const struct {
        mode_t mode;
        const char *ending, *message; /* NULL: it is read */
    } cases[] = {
        {0600, "ff\n", NULL}, {0400, "ff\r\n", NULL}, {0640, "ff\n", "chmod"}, {0604, "ff\n", "chmod"},
        {0600, "\n", "64"},   {0600, "fg\n", "64"},   {0600, "ffff\n", "64"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char path[] = "/tmp/lanyard-secret.XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0 && dprintf(fd, "%s%s", digits, cases[i].ending) > 0 &&
                    fchmod(fd, cases[i].mode) == 0);
        close(fd);
        struct error error = {0};
        struct key_secret secret = {0};
        bool good = key_secret_read(path, &secret, &error);
        unlink(path);
        if (good != !cases[i].message)
            fail_msg("case %zu: %s", i, error.message);
        if (good) {
            assert_int_equal(secret.bytes[1], 0x11);
            continue;
        }
        assert_int_equal(error.kind, ERROR_SETUP);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_non_null(strstr(error.message, path));
    }
    struct error error = {0};
    struct key_secret secret;
    assert_false(key_secret_read("/nowhere/secret", &secret, &error));
    assert_int_equal(error.kind, ERROR_SETUP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_crosses_the_walls_of_key_is_as_its_tables_say),
        cmocka_unit_test(serials_go_on_while_the_next_block_is_fetched),
        cmocka_unit_test(the_vectors_come_out),
        cmocka_unit_test(what_scanners_make_of_a_token_is_understood),
        cmocka_unit_test(what_is_bad_is_refused_for_its_reason),
        cmocka_unit_test(every_changed_letter_is_noticed),
        cmocka_unit_test(an_unknown_or_retired_number_verifies_nothing),
        cmocka_unit_test(purposes_give_keys_of_their_own),
        cmocka_unit_test(a_sealed_key_opens_with_its_own_secret_alone),
        cmocka_unit_test(keys_made_at_once_have_numbers_of_their_own),
        cmocka_unit_test(a_key_whose_public_half_is_another_does_not_sign),
        cmocka_unit_test(the_symbol_is_read_back_by_both_decoders),
        cmocka_unit_test(a_secret_is_read_from_its_variable),
        cmocka_unit_test(a_secret_file_is_its_owners_alone_and_holds_64_digits),
    };
    return cmocka_run_group_tests_name("ticket", tests, load_vectors, forget_vectors);
}
