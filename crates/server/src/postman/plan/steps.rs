//! The steps themselves, module by module.

use platform::http::routes::Verb::{Delete, Get, Patch, Post, Put};

use super::{Step, step};

/// A name that nobody has had before, and an address.
const NEW_USER: &[(&str, &str)] = &[("username", NEW_NAME), ("email", NEW_EMAIL)];
const NEW_NAME: &str = "\"run{{$timestamp}}{{$randomInt}}\"";
const NEW_EMAIL: &str = "\"run{{$timestamp}}{{$randomInt}}@example.com\"";
/// The id of nothing, where a run would change what it has not made.
const NOTHING: &[(&str, &str)] = &[("id", "999999999")];

const NOT_KNOWN_TWICE: &str = "a run makes nothing twice";
const NOT_RECORDED: &str = "participants are recorded while they sit an exam, and nobody sits one in a run";
const NO_PARTICIPANT: &str = "participants log in by name and number, and nobody sits an exam in a run";
const NOT_THEIR_TOKEN: &str = "a run shows the token of administrators, and participants have one of their own";
const NOT_ANSWERED: &str = "participants answer while they sit an exam, and nobody sits one in a run";

pub(super) const STEPS: &[Step] = &[
    // TrackMate.
    step(Post, "/users").sends(NEW_USER),
    step(Post, "/admin").sends(NEW_USER),
    step(Post, "/users/profile").keeps(&[("trackmate.profileId", "body.data.user.id", "user-a9vOKoZj3lfDar65")]),
    step(Get, "/users/umkm/{userId}")
        .sends(&[("userId", "{{trackmate.profileId}}")])
        .within("whose UMKM")
        .behind("trackmate.umkmId"),
    step(Get, "/compat/trackmate/users/umkm/{userId}")
        .sends(&[("userId", "{{trackmate.profileId}}")])
        .within("whose UMKM, in the other shape")
        .behind("trackmate.umkmId"),
    step(Post, "/compat/trackmate/umkm").answers(400, "an account has one UMKM, which was made above"),
    step(Put, "/products").sends(&[("id", "\"{{trackmate.productId}}\"")]),
    step(Put, "/products/{id}").sends(&[("body", "{\n  \"name\": \"sambal kuning\",\n  \"price\": 13000\n}")]),
    step(Post, "/upload/images")
        .sends(&[("data", "{{pictureFile}}")])
        .keeps(&[(
            "trackmate.file",
            "body.data.fileLocation.split(\"/\").pop()",
            "image-7PabLrYn6okMUwr1.png",
        )]),
    step(Get, "/media/{file}").sends(&[("file", "{{trackmate.file}}")]),
    // Assessment.
    step(Post, "/api/v1/admins").sends(&[("username", NEW_NAME)]),
    step(Post, "/api/v1/admins/check-password").sends(&[("password", "\"{{examPassword}}\"")]),
    step(Patch, "/api/v1/admins/{id}").sends(&[("username", NEW_NAME)]),
    step(Post, "/api/v1/test-packages/upload")
        .sends(&[("file", "{{paperFile}}"), ("dryRun", "1")])
        .answers(200, "it is only tried, since a document is imported once"),
    step(Get, "/api/v1/import-jobs/{id}")
        .sends(NOTHING)
        .answers(404, "nothing was imported: the document above was only tried"),
    step(Patch, "/api/v1/test-packages/{id}").sends(&[("status", "\"draft\"")]),
    step(Post, "/api/v1/questions").sends(&[("pasageId", "{{assessment.passageId}}")]),
    step(Post, "/api/v1/test-packages/{id}/publish")
        .within("versions of packages")
        .behind("assessment.questionId")
        .keeps(&[("assessment.version", "body.no", "2")]),
    step(Get, "/api/v1/test-packages/{id}/versions").within("versions of packages"),
    step(Get, "/api/v1/test-packages/{id}/versions/{no}")
        .sends(&[("no", "{{assessment.version}}")])
        .within("versions of packages"),
    step(Post, "/api/v1/audio")
        .sends(&[("file", "{{recordingFile}}"), ("eventTitle", "Run {{$guid}}")])
        .keeps(&[
            (
                "assessment.folder",
                "body.fileUrl.split(\"/\")[1]",
                "Cambridge%20IELTS%2013",
            ),
            (
                "assessment.recording",
                "body.fileUrl.split(\"/\")[2]",
                "ielts13-tests1-4cd1track_01.mp3",
            ),
        ]),
    step(Post, "/api/v1/audio/bulk")
        .sends(&[("file", "{{archiveFile}}")])
        .behind("assessment.packageId"),
    step(Get, "/api/v1/audio/{event}/{filename}").sends(&[
        ("event", "{{assessment.folder}}"),
        ("filename", "{{assessment.recording}}"),
    ]),
    step(Post, "/api/v1/images")
        .sends(&[("file", "{{pictureFile}}")])
        .keeps(&[(
            "assessment.picture",
            "body.hash",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        )]),
    step(Get, "/api/v1/images/{hash}").sends(&[("hash", "{{assessment.picture}}")]),
    // An empty section would be in the way of publishing.
    step(Post, "/api/v1/section-details")
        .within("sections of packages")
        .behind("assessment.version"),
    step(Get, "/api/v1/section-details/by-package")
        .within("sections of packages")
        .behind("assessment.version")
        .keeps(&[("assessment.detailId", "body.id", "88")]),
    step(Patch, "/api/v1/section-details/{id}")
        .sends(&[("id", "{{assessment.detailId}}")])
        .within("sections of packages"),
    step(Delete, "/api/v1/section-details/{id}").sends(&[("id", "{{assessment.detailId}}")]),
    step(Post, "/api/v1/events/{id}/rehearsals").keeps(&[("assessment.rehearsalId", "body.id", "2")]),
    step(Delete, "/api/v1/rehearsals/{id}").sends(&[("id", "{{assessment.rehearsalId}}")]),
    step(Post, "/api/v1/participants/{id}/appeal-notes").sends(&[("questionId", "null")]),
    step(Get, "/api/v1/test-packages/{id}/regrade/{no}/revert").answers(404, "nothing has been marked again yet"),
    step(Get, "/api/v1/video-proctor/participant/{participantId}").answers(404, NOT_RECORDED),
    step(Get, "/api/v1/video-proctor/event/{eventId}").answers(404, NOT_RECORDED),
    step(Get, "/api/v1/video-proctor/{videoOption}/{directory}/{filename}").answers(404, NOT_RECORDED),
    step(Get, "/api/v1/test-response/question/{questionId}/{participantId}").answers(404, NOT_ANSWERED),
    step(Post, "/api/v1/test-response/{id}/ratings")
        .sends(NOTHING)
        .answers(404, NOT_ANSWERED),
    step(Get, "/api/v1/test-response/{id}/ratings")
        .sends(NOTHING)
        .answers(404, NOT_ANSWERED),
    step(Get, "/api/v1/test-response/{id}/audit")
        .sends(NOTHING)
        .answers(404, NOT_ANSWERED),
    step(Get, "/api/v1/test-response/{id}/audio")
        .sends(NOTHING)
        .answers(404, NOT_ANSWERED),
    step(Patch, "/api/v1/test-response/{id}")
        .sends(NOTHING)
        .answers(404, NOT_ANSWERED),
    step(Post, "/api/v1/admins/{id}/suspend"),
    step(Post, "/api/v1/admins/{id}/unsuspend"),
    step(Delete, "/api/v1/admins/{id}/sessions")
        .sends(NOTHING)
        .answers(404, "a run logs nobody in but itself"),
    step(Delete, "/api/v1/admins/sessions/{session}").answers(404, "a run ends no session but its own"),
    step(Patch, "/api/v1/retention").sends(&[("recordingDays", "null"), ("attemptYears", "null")]),
    step(Post, "/api/v1/users/{id}/merge")
        .sends(NOTHING)
        .answers(404, NOT_KNOWN_TWICE),
    step(Post, "/api/v1/ranks/{id}/merge")
        .sends(NOTHING)
        .answers(404, NOT_KNOWN_TWICE),
    step(Post, "/api/v1/units/{id}/merge")
        .sends(NOTHING)
        .answers(404, NOT_KNOWN_TWICE),
    step(Post, "/api/v1/positions/{id}/merge")
        .sends(NOTHING)
        .answers(404, NOT_KNOWN_TWICE),
    step(Post, "/api/v1/participants/upload-file").sends(&[
        ("file", "{{rosterFile}}"),
        ("dryRun", "1"),
        ("eventId", "{{assessment.eventId}}"),
    ]),
    // Classifieds.
    step(Post, "/v1/categories")
        .sends(&[
            ("name", "\"Run {{$guid}}\""),
            ("slug", "\"run-{{$guid}}\""),
            ("parentCategoryId", "null"),
            ("sortOrder", "{{$timestamp}}"),
        ])
        .keeps(&[("classifieds.slug", "body.category.slug", "automobiles")]),
    step(Get, "/v1/categories/by-slug/{slug}").sends(&[("slug", "{{classifieds.slug}}")]),
    step(Patch, "/v1/categories/{categoryId}").sends(&[("name", "\"Ran {{$guid}}\"")]),
    step(Put, "/v1/categories/order").sends(&[(
        "body",
        "{\n  \"parentCategoryId\": \"{{classifieds.categoryId}}\",\n  \"categoryIds\": []\n}",
    )]),
    step(Post, "/v1/locations").sends(&[("district", "\"Run {{$guid}}\"")]),
    step(Post, "/v1/categories/import").sends(&[("dryRun", "1")]),
    step(Post, "/v1/locations/import").sends(&[("dryRun", "1")]),
    step(Get, "/v1/listings").keeps(&[
        (
            "classifieds.foreignListingId",
            "body.listings.find((one) => one.userId !== pm.collectionVariables.get(\"accounts.userId\")).id",
            "018f3c20-7b2a-7c3d-8e4f-0123456789ab",
        ),
        (
            "classifieds.sellerId",
            "body.listings.find((one) => one.userId !== pm.collectionVariables.get(\"accounts.userId\")).userId",
            "018f3c1d-7b2a-7c3d-8e4f-0123456789ab",
        ),
    ]),
    step(Post, "/v1/listings/{listingId}/images").sends(&[("file", "{{pictureFile}}")]),
    step(Post, "/v1/listings/{listingId}/report")
        .sends(&[("listingId", "{{classifieds.foreignListingId}}")])
        .keeps(&[(
            "classifieds.listingReportId",
            "body.listingReport.id",
            "018f3c24-7b2a-7c3d-8e4f-0123456789ab",
        )]),
    step(Post, "/v1/savedsearches").keeps(&[(
        "classifieds.savedSearchId",
        "body.savedSearch.id",
        "018f3c26-7b2a-7c3d-8e4f-0123456789ab",
    )]),
    step(Post, "/v1/profiles/{userId}/report").sends(&[("userId", "{{classifieds.sellerId}}")]),
    step(Post, "/v1/listings/{listingId}/decisions")
        .sends(&[("body", "{\n  \"status\": \"active\"\n}")])
        .keeps(&[(
            "classifieds.listingDecisionId",
            "body.listingDecision.id",
            "018f3c25-7b2a-7c3d-8e4f-0123456789ab",
        )]),
    step(Put, "/v1/holdingrules").sends(&[("body", "{\n  \"words\": []\n}")]),
    step(Get, "/v1/profiles/{userId}").sends(&[("userId", "{{accounts.userId}}")]),
    // Conversations.
    step(Post, "/v1/conversationthreads").sends(&[
        ("listingId", "\"{{classifieds.foreignListingId}}\""),
        ("receiverId", "\"{{classifieds.sellerId}}\""),
    ]),
    step(Patch, "/v1/conversationthreads/{conversationThreadId}/read").sends(&[("body", "{}")]),
    step(Get, "/v1/searchmessages").sends(&[("q", "ilan")]),
    step(Patch, "/v1/markmessageasread/{conversationMessageId}")
        .answers(403, "only who got a message marks it, and the run has sent it"),
    step(Post, "/v1/conversationattachments")
        .sends(&[("file", "{{pictureFile}}")])
        .keeps(&[(
            "conversations.attachmentId",
            "body.conversationAttachment.id",
            "018f3c1e-7b2a-7c3d-8e4f-0123456789b1",
        )]),
    step(Get, "/v1/conversationattachments/{attachmentId}/{variant}")
        .sends(&[("attachmentId", "{{conversations.attachmentId}}")]),
    step(Delete, "/v1/conversationattachments/{attachmentId}")
        .sends(&[("attachmentId", "{{conversations.attachmentId}}")]),
    step(Post, "/v1/blocks/{userId}").sends(&[("userId", "{{classifieds.sellerId}}")]),
    step(Delete, "/v1/blocks/{userId}").sends(&[("userId", "{{classifieds.sellerId}}")]),
    step(Post, "/v1/conversationmessages/{conversationMessageId}/report")
        .answers(400, "nobody reports a message of their own, and the run got none"),
    step(Post, "/v1/conversationmessages/{conversationMessageId}/retract")
        .sends(&[("conversationMessageId", "018f3c1e-7b2a-7c3d-8e4f-0123456789b0")])
        .answers(404, "what the run has sent is looked at and deleted by what follows"),
    step(Patch, "/v1/reports/{reportId}")
        .sends(&[("reportId", "018f3c1e-7b2a-7c3d-8e4f-0123456789b0")])
        .answers(404, "the run has no report of its own to close"),
    // Accounts.
    step(Post, "/login").keeps(&[("accounts.userId", "body.userId", "018f3c1e-7b2a-7c3d-8e4f-ba9876543210")]),
    step(Post, "/v1/registeruser").sends(&[("email", NEW_EMAIL)]),
    step(Post, "/v1/permissions").sends(&[
        ("permissionName", "\"run.{{$timestamp}}\""),
        ("subjectUserId", "\"{{accounts.userId}}\""),
    ]),
    // Webhooks.
    step(Post, "/v1/webhooks").sends(&[("description", "\"Run {{$guid}}\"")]),
    step(Patch, "/v1/webhooks/{webhookId}").sends(&[("enabled", "false")]),
    step(Post, "/v1/webhooks/{webhookId}/deliveries/{deliveryId}/resend")
        .sends(&[("deliveryId", "018f3c1e-7b2a-7c3d-8e4f-0123456789ac")])
        .answers(404, "nothing was sent to the run's webhook, which is turned off"),
    // Taking an exam.
    step(Post, "/api/v1/exam/auth/login").answers(403, NOT_THEIR_TOKEN),
    step(Post, "/api/v1/exam/auth/register").answers(403, NOT_THEIR_TOKEN),
    step(Get, "/api/v1/exam/auth/challenge").answers(403, "a run has no registration link"),
    step(Get, "/api/v1/exam/receipts/{receipt}").answers(404, "nobody hands in in a run"),
    step(Get, "/api/v1/exam/audio/{id}").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/lobby").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/check-in").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/paper").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/paper/sealed").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/images/{hash}").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/recordings").answers(401, NO_PARTICIPANT),
    step(Put, "/api/v1/exam/recordings/{id}/chunks/{seq}").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/recordings/{id}").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/recordings/{id}/complete").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/audio-responses").answers(401, NO_PARTICIPANT),
    step(Put, "/api/v1/exam/audio-responses/{id}/chunks/{seq}").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/audio-responses/{id}").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/audio-responses/{id}/complete").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/result").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/flags").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/start").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/state").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/sections/{n}/open").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/sections/{n}/close").answers(401, NO_PARTICIPANT),
    step(Post, "/api/v1/exam/submit").answers(401, NO_PARTICIPANT),
    step(Put, "/api/v1/exam/answers").answers(401, NO_PARTICIPANT),
    step(Get, "/api/v1/exam/events").answers(401, NO_PARTICIPANT),
];
