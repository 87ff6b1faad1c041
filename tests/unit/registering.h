/* What tests of registrations start from: an event with room, a desk, an issuer. */
#pragma once

#include "tests/unit/database.h"

#include "order/order_private.h"

#include <semaphore.h>

static struct store *owner, *web;
static struct store_reader *reader;
static struct key_issuer *issuer;
static struct order_desk *desk;
static struct arena lasting = ARENA(4 * EVENT_MOST);
static struct event event; /* as the public sees it */

static void check_that(bool good, const struct error *error)
{
    if (!good)
        fail_msg("%s%s", error->message, error->refusal.id);
}

/* Makes of the event what the definition says, and reads what the public sees of it. */
static void apply_event(const struct event *definition)
{
    struct error error = {0};
    struct event_applied applied;
    check_that(event_apply(owner, definition, &(struct event_apply_options){.force = true}, "unit", &lasting,
                           &applied, &error),
               &error);
    scope_answer struct store_answer *answer =
        store_ask(web, SQL_EVENT_PUBLIC, STORE_PARAMS(event_slug), &error);
    check_that(answer && store_answer_record(answer, &event_record, &lasting, &event, &error), &error);
}

static int open_all(void **state)
{
    (void)state;
    struct error error = {0};
    const struct key_secret secret = {{1}};
    const struct store_reader_options readers = {.threads = 1, .most_queued = 8, .patience_ms = 10000};
    const struct order_desk_options desks = {.most_queued = 8, .most_grouped = 8};
    struct ticket_signer signer;
    uint8_t number;
    make_event(100);
    owner = open_owner();
    web = open_as("lanyard_web", NULL, 2, 0, 1000);
    check_that(key_new(owner, &secret, "unit", &number, &error), &error);
    check_that(key_signer_load(web, &secret, &signer, &error), &error);
    check_that((reader = store_reader_start(web, &readers, &error)), &error);
    check_that((issuer = key_issuer_open(owner, NULL, &signer, &error)), &error);
    check_that((desk = order_desk_open(web, reader, &signer, &desks, &error)), &error);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    store_reader_stop(reader);
    order_desk_close(desk);
    key_issuer_close(issuer);
    store_reader_free(reader);
    store_close(web);
    store_close(owner);
    arena_free(&lasting);
    return 0;
}

static void post(void *context)
{
    sem_post(context);
}

/* Waits, as no handler does. */
static struct order_answer send(const struct order_input *checked, const char *key)
{
    sem_t came;
    struct error error = {0};
    struct order_answer answer;
    const struct order_request request = {.event = &event,
                                          .checked = checked,
                                          .key = key,
                                          .locale = "en",
                                          .arena = &lasting,
                                          .answer = &answer,
                                          .done = post,
                                          .context = &came};
    sem_init(&came, 0, 0);
    check_that(order_desk_submit(desk, &request, &error), &error);
    sem_wait(&came);
    sem_destroy(&came);
    check_that(answer.outcome != ORDER_FAILED, &answer.error);
    return answer;
}

static struct order_input bare(const char *category)
{
    return (struct order_input){.amount = RECORD_NO_INT,
                                .category = category,
                                .name = "Amina",
                                .badge_name = "Amina",
                                .email = "a@example.org"};
}

static struct registration find(const char *code)
{
    struct error error = {0};
    struct registration found;
    check_that(order_find(owner, event_slug, code, &lasting, &found, &error), &error);
    return found;
}
