/**
 * Generated from docs/openapi.json: do not edit.
 *
 *     pnpm --filter @pragma/sdk run generate:types
 */

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process is alive
         * @description Answers as long as the process runs, whatever else is broken. For liveness probes.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that requests can be served
         * @description Looks at the database, also at whether it failed the requests of the last seconds, the queue and the sandbox of the providers. For readiness probes.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show who a token belongs to
         * @description The user, and the organization that all requests with this token are about. Needs no scope.
         */
        get: operations["getIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List resources
         * @description Ordered by name, provider and type. Without `limit` the list is complete, however long it is. It is read while it is sent: a resource that changes meanwhile appears at most once, before or after the change.
         */
        get: operations["listResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the types of resources
         * @description What can be applied: the types of the deployed providers, and the built-in ones of `pragma`, each with the JSON Schemas of its config and its outputs.
         */
        get: operations["listResourceTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count resources by type, state, tag and set
         * @description Takes the filters of the list. Without any, the numbers may be a few seconds old in a large organization.
         */
        get: operations["getResourceFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the dependency graph
         * @description Which resources use which, and which own which: all of them, or those around one. A graph of more than 5,000 nodes (the operator may set another limit) is answered 422: ask for a part of it with `root` and `depth`.
         */
        get: operations["getResourceGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create or change a resource
         * @description Declares what a resource is to be. As `pending` it is validated and made real by its provider, after what it depends on; as `draft`, the default, it is only stored. The answer comes at once: follow `lifecycle_state` until it is `ready` or `failed`. Applying the same again changes nothing, and the order in which resources are applied does not matter.
         *
         *     A value in `config` can be taken from another resource: `${provider/resource/name.outputs.field}`. Anyone who may apply can therefore use the values of secrets.
         *
         *     A new one that exceeds the organization's quota `resources` is 409 `quota_exceeded`.
         */
        post: operations["applyResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a resource
         * @description Sensitive values are shown as `********` unless `reveal` asks for them.
         */
        get: operations["getResource"];
        put?: never;
        post?: never;
        /**
         * Delete a resource
         * @description Its provider deletes the real object, and the resource is gone once that is confirmed. While others depend on it the answer is 409 with their ids, unless `dependents` says what to do with them.
         */
        delete: operations["deleteResource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the state of a resource
         * @description Its state and error alone: the cheapest way to wait until it is `ready` or `failed`.
         */
        get: operations["getResourceStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain why a resource is not ready
         * @description Follows what it waits for, or what its deletion waits for, down to the root cause: of several, what needs a person the most and is the nearest.
         */
        get: operations["explainResource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel work on a resource
         * @description While it is `pending` or `processing`; else 409. The provider is told to stop, and what it still answers is discarded. The resource is `failed` until it is applied again.
         */
        post: operations["cancelResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard a staged draft
         * @description The config that last succeeded is wanted again, with the state and the `observed_generation` from before the draft. What it uses may have changed meanwhile: then it is updated, as it would have been. Tags, protection and owners are not part of a draft, and stay. 409 if it is not a draft, or has never been ready.
         */
        post: operations["discardDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/reapply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a resource once more
         * @description Sends the declared config to the provider once more, as an update, though nothing of it has changed: after an upgrade of the provider, or when somebody changed the object by hand. Many at once: `reapply` of `POST /changes`. 409 unless it is `ready` or `failed`, and while it is being deleted.
         */
        post: operations["reapplyResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry work on a resource
         * @description Between two attempts, while it is `pending` with an `error`, the next attempt starts now. When it is `failed`, its dead letter is retried, which needs the scope ops:write; after a cancel, which leaves none, its config is applied again or its deletion restarted. In any other state: 409.
         */
        post: operations["retryResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log of a resource
         * @description What its provider wrote while it worked on it. With `event_id` or `attempt`, without the log of the real thing, which names neither. With `follow=true` the answer is a stream of server-sent events, `event: log`, each a LogEntry.
         */
        get: operations["readResourceLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the health of a resource
         * @description Asks its provider about the health of the real object, now. 404 if the type has no such check, 504 if there is no answer within 10 s, 502 if the check itself fails.
         */
        get: operations["checkResourceHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how the real object differs from what is declared
         * @description What the last check found. Sensitive values are shown as `********` unless `reveal` asks for them. Nothing is checked for this.
         */
        get: operations["getResourceDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/drift/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the real object for drift
         * @description Asks its provider what the real object is like, now, and answers with what that found. Counts as five requests of the rate limit. 404 if the type has neither `read` nor `observe`; 409 while the resource is pending, processing, being deleted or paused, and if it was never provisioned; 504 if there is no answer within 30 s, 502 if the provider fails. Takes no `Idempotency-Key`.
         */
        post: operations["checkResourceDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the history of a resource
         * @description What was changed by whom, and which states it went through; newest first.
         */
        get: operations["listResourceEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions of a resource
         * @description How the config and the dependencies of one generation differ from those of another, as they were written; either may be the older one. Found by undoing the history: 409 if that does not reach back.
         */
        get: operations["compareVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List changes
         * @description Newest first, without their actions.
         */
        get: operations["listChanges"];
        put?: never;
        /**
         * Plan a change
         * @description Decides a set of documents and deletions together, and says what would happen: what is created, changed and deleted, what follows through the graph, and what would be refused. A plan writes nothing but itself. It expires after 24 hours.
         *
         *     With `apply: true`, which needs resources:write, it is applied at once: 412 if a precondition failed, else 422 if anything is refused, else 409 `change_in_flight` if anything is in flight; nothing was written then.
         */
        post: operations["planChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a change
         * @description Decides as a plan does, and stores nothing. `POST /changes` with its `basis` plans or applies what was seen, or answers 409 `stale_preview`. Takes no `Idempotency-Key`.
         */
        post: operations["previewChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a change
         * @description With `wait` the answer comes once the status differs from the one of `If-None-Match`, or, without that, once the change is settled; after so many seconds it comes as it is. Waits count among the 50 streams of a token.
         */
        get: operations["getChange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the actions of a change
         * @description Ordered by wave and id.
         */
        get: operations["listChangeActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a planned change
         * @description Writes all of it in one transaction, if what it was planned on has not moved; otherwise 409 with `stale`, and the plan is `stale`. While a resource that it would change is in flight: 409 `change_in_flight` with `busy`, and the plan stays. A change that was applied already is answered as it is.
         */
        post: operations["applyChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard a planned change
         * @description Without resources:write, only by who planned it.
         */
        post: operations["discardChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a change that is being carried out
         * @description Nothing more of it begins. What had not begun is given back: its resource has the config and the state of before. What waits between attempts is cancelled. What runs is waited for, without another attempt, or cancelled with `running=cancel`. Then the change has `failed`. One that has settled is answered as it is.
         */
        post: operations["endChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes/{id}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan to undo a change
         * @description A new plan that brings back what the change itself touched: config, tags, owners, protection and set. What it created is deleted, and what it deleted is created anew, without its data. A draft is staged again once what ran below it has succeeded. What cannot come back is refused by name, and what others have changed since, unless `force`. `apply: true`, which needs resources:write, and `basis` are as in `POST /changes`.
         */
        post: operations["revertChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sets/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sets
         * @description Sets are inventories of resources, written by changes. Ordered by name.
         */
        get: operations["listSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a set
         * @description With the ids of its resources.
         */
        get: operations["getSet"];
        put?: never;
        post?: never;
        /**
         * Delete a set
         * @description A change that deletes all of its resources, dependents first. With `preview=true` it is only shown.
         */
        delete: operations["deleteSet"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow state changes
         * @description A stream of server-sent events about all resources of the organization: `event: state_change`, each a StateChange. Those of one resource come in order, and each at least once. An `id` without an event, at the beginning and with heartbeats, is the place where the stream stands. After a lost connection, `Last-Event-ID` resumes where it broke off; if that is too long ago, or the database was restarted since, `event: reset` comes first: read the resources again. A heartbeat comes every 15 s. A token can have 50 streams.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List failed events
         * @description Events that failed for good, one for each resource that is `failed` because of it; newest first.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        /**
         * Discard all failed events
         * @description Say which: `all=true`, or `provider` for those of one provider.
         */
        delete: operations["deleteAllDeadLetters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letter/retry-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry all failed events
         * @description All, or those of one provider. Skips those whose resource is gone or no longer failed.
         */
        post: operations["retryAllDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letter/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a failed event
         * @description What was to be done, with which config, and why it failed at last.
         */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        /**
         * Discard a failed event
         * @description Its resource stays as it is, `failed`.
         */
        delete: operations["deleteDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/dead-letter/{event_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a failed event
         * @description Queues it again under the same id, with all its attempts, for the config that its resource has now. 404 if the resource is gone, 409 if it is no longer `failed`.
         */
        post: operations["retryDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List providers
         * @description Those the organization pushed and those shipped with the product, by name.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Push the source of a provider
         * @description Queues a build: follow its log, and deploy it when it is good. The archive holds the provider's package, at its root or in a single folder; `pragma.provider` in its `package.json` is the provider pushed to. More builds at once than the organization's quota `builds` allows are 429 `quota`, more versions than `versions` allows 409 `quota_exceeded`.
         */
        post: operations["pushProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/builds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last builds
         * @description The last 10 versions that were pushed, newest first.
         */
        get: operations["listBuilds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/builds/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a build
         * @description Whether a version was built, and why not if it failed.
         */
        get: operations["getBuild"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a version
         * @description The same as the build of that version.
         */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/builds/{version}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log of a build
         * @description While the build runs, the answer goes on with what is written, and ends with the build. At most 1 MiB.
         */
        get: operations["readBuildLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/deploy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deploy a provider
         * @description Has a version serve: the newest good build, unless the body names another. An older one is a rollback. The version before it serves until the new one has started well. 409 with the ids of existing resources whose config the new version would refuse, unless `force` is set.
         */
        post: operations["deployProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List what exists already
         * @description Asks the provider which things of a type there are, in parts of at most 100: what `adopt` of a document takes over, and which resource manages it already. Counts as five requests of the rate limit. 409 if the connection was never ready; 504 if there is no answer within 30 s, 502 if the provider fails. Takes no `Idempotency-Key`.
         */
        post: operations["discover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/deploy/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a deployment
         * @description Which types differ between a version and the one that serves, and which existing resources its schemas break, with those that break for the same reason as one. Nothing is stored. Takes no `Idempotency-Key`.
         */
        post: operations["previewDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}/deployment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the deployment of a provider
         * @description How it stands with the version deployed last.
         */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{provider_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a provider
         * @description Everything that the organization pushed of it; one that is shipped with the product serves again. While it has resources the answer is 409 with their ids, unless `cascade` is set: then their deletion begins, and the provider goes with the last. Repeating it is safe.
         */
        delete: operations["deleteProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{name}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file
         * @description Keeps it as the resource `pragma/file/{name}`, whose outputs other resources can refer to. Uploading again replaces it. What exceeds the organization's quota `file_bytes` is 409 `quota_exceeded`; so is a new file beyond the quota `resources`.
         */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{name}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file
         * @description With a token, or with the signature that is part of the file's `public_url`.
         */
        get: operations["downloadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{name}/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make an address to download a file
         * @description Anyone who has it can download this version of the file without a token, for 15 minutes. The file's `public_url` lasts for days.
         */
        get: operations["getFileUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete the bytes of a file
         * @description All versions, and with them what signed addresses lead to. The resource `pragma/file/{name}` stays until it is deleted itself. Deleting a file that does not exist succeeds.
         */
        delete: operations["deleteFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the settings of the organization
         * @description What its owners have decided for all of it.
         */
        get: operations["getSettings"];
        put?: never;
        /**
         * Change settings of the organization
         * @description What is left out stays. For tokens of owners.
         */
        post: operations["changeSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API tokens
         * @description One's own; for admins and owners all of the organization. Secrets are not kept, so none is shown.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create an API token
         * @description For programs and the command line. The secret is in this answer only: keep it. A replay by Idempotency-Key leaves it out. A token can do what its scopes and its owner's role both allow. More than the organization's quota `tokens` allows are 409 `quota_exceeded`.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/tokens/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke the token of this request
         * @description As when logging out. Needs no scope: anyone who has a token may end it.
         */
        delete: operations["revokeOwnToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API token
         * @description Requests with it are refused within a second.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the code of a CLI login for a token
         * @description The last step of `pragma login` (RFC 7636): the code that the dashboard sent to the callback, and the verifier that its challenge was made from. A code works once. Where the organization's quota `tokens` is used up the answer is 409 `quota_exceeded`, and the code can be brought again.
         */
        post: operations["exchangeLoginCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the keys that session tokens are signed with
         * @description To check the signature of a session's JWT. API tokens are not signed.
         */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log
         * @description Who did what when, newest first. Paged: 100 at a time unless `limit` says otherwise.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this document
         * @description The whole API by OpenAPI 3.1, for generators of clients
         */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open this document as a page
         * @description To read it, and to try requests in the browser
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActedResource: {
            id: string;
            provider: string;
            resource: string;
            name: string;
        };
        /** @description Who did it */
        Actor: {
            type: string;
            id: string;
            name: string | null;
            /** @description Of a token: the person whose token it is */
            user?: {
                id: string;
                name: string;
            };
        };
        /**
         * @example {
         *       "provider": "pragma",
         *       "resource": "config",
         *       "name": "hello",
         *       "config": {
         *         "data": {
         *           "greeting": "Hello"
         *         }
         *       },
         *       "lifecycle_state": "pending",
         *       "tags": [
         *         "example"
         *       ]
         *     }
         */
        ApplyInput: {
            /** @description Provider, such as `postgres` */
            provider: string;
            /** @description Type within the provider, such as `database` */
            resource: string;
            /** @description Name, unique within provider and type */
            name: string;
            /** @description Desired settings, replaced whole */
            config: Record<string, unknown>;
            /** @description The connection it uses, by name or as a reference; null for none. Left out, it stays; on create it is `default`, if that exists */
            connection?: (string | components["schemas"]["ResourceRef"]) | null;
            /** @description The identity of an existing thing to take over instead of making one; kept until it is provisioned, or null. Later it may only be the same */
            adopt?: string | null;
            /** @description Explicit dependencies */
            dependencies?: components["schemas"]["ResourceRef"][] | null;
            /** @description Explicit dependencies as friendly ids */
            depends_on?: string[] | null;
            /** @description Its owners: it is deleted when its last owner is deleted */
            owner_references?: components["schemas"]["ResourceRef"][] | null;
            /**
             * @description draft stores without processing (default); pending validates and queues
             * @enum {string}
             */
            lifecycle_state?: "draft" | "pending";
            /** @description Refuse to delete it */
            deletion_protected?: boolean | null;
            /** @description How it and the real thing are kept together, replaced whole. Left out, it stays; null is the default */
            handling?: {
                /**
                 * @description `observe`: it is only read, never changed or deleted
                 * @enum {string}
                 */
                mode?: "full" | "observe";
                /**
                 * @description `keep`: a deletion forgets it and leaves the real thing
                 * @enum {string}
                 */
                on_delete?: "delete" | "keep";
                /** @description Paths of the config, `*` for one level: where only these differ, nothing is sent, and it is no drift */
                ignore?: string[];
                /**
                 * @description What is done about drift: shown, repaired, or not looked for
                 * @enum {string}
                 */
                drift?: "report" | "correct" | "off";
                /** @description Nothing of it is handed to its provider, a deletion included */
                paused?: boolean;
            } | null;
            /** @description Words to find it by */
            tags?: string[] | null;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            timestamp: string;
            actor: components["schemas"]["Actor"];
            /** @description Such as resource.apply or token.create */
            action: string;
            /** @description Id of what it was done to */
            target: string;
            outcome: string;
            correlation_id: string;
            details: Record<string, unknown>;
        };
        /** @description Why an action is part of the change */
        Because: {
            /** @enum {string} */
            kind: "declared" | "set" | "propagated" | "owner" | "dependent" | "drift";
            /** @description Id of the resource that it follows from */
            from?: string;
            /** @description Where it uses that resource */
            path?: string;
        };
        /** @description A resource that waits, and what for; ids */
        Blocked: {
            resource: string;
            /** @description The first 100 */
            by: string[];
            reason: string;
        };
        /** @description Resources of a type that break for the same reason */
        BrokenGroup: {
            /** @description `provider/resource` */
            type: string;
            reason: string;
            count: number;
            /** @description Their ids */
            resources: string[];
        };
        /**
         * @example {
         *       "provider_id": "notes",
         *       "version": "20261125.093000",
         *       "status": "success",
         *       "error_message": null,
         *       "created_at": "2026-11-25T09:30:00.284Z"
         *     }
         */
        BuildInfo: {
            provider_id: string;
            /** @description YYYYMMDD.HHMMSS in UTC */
            version: string;
            /** @enum {string} */
            status: "pending" | "building" | "success" | "failed";
            error_message: string | null;
            /** Format: date-time */
            created_at: string;
        };
        Candidate: {
            /** @description What `adopt` takes */
            identity: string;
            /** @description What a resource of it might be called */
            name: string | null;
            tags: string[];
            /** @description Id of the resource that is it, or is to take it over */
            managed_by: string | null;
            /** @description What declares it as it is, as far as the provider tells */
            config?: Record<string, unknown>;
        };
        Change: {
            id: string;
            /** @enum {string} */
            status: "planned" | "applying" | "succeeded" | "failed" | "discarded" | "expired" | "stale";
            message: string | null;
            source: components["schemas"]["ChangeSource"] | null;
            set: string | null;
            prune: boolean;
            counts: components["schemas"]["ChangeCounts"];
            /** @description Ids of resources in flight, for which an apply has to wait */
            busy: string[];
            created_by: components["schemas"]["Actor"];
            /** Format: date-time */
            created_at: string;
            /** @description When the plan expires */
            expires_at: string | null;
            applied_by: components["schemas"]["Actor"] | null;
            applied_at: string | null;
            settled_at: string | null;
            /** @description The change that this one undoes */
            reverts: string | null;
            /** @description The change that undid this one */
            reverted_by: string | null;
            /**
             * @description Who ended it while it was being carried out
             * @default null
             */
            ended_by: components["schemas"]["Actor"] | null;
            /** @default null */
            ended_at: string | null;
            blocked: components["schemas"]["Blocked"][];
            /** @description The first 100 */
            actions: components["schemas"]["ChangeAction"][];
        };
        ChangeAction: {
            id: string;
            resource: components["schemas"]["ActedResource"];
            /** @description Index of the document that asks for it */
            document: number | null;
            /** @enum {string} */
            action: "create" | "update" | "stage" | "delete" | "follow" | "refuse" | "replace" | "adopt" | "uncompared";
            because: components["schemas"]["Because"];
            changes: components["schemas"]["PlannedChange"][];
            /** @description Why it is refused */
            issues: components["schemas"]["ValidationIssue"][];
            warnings: string[];
            /** @description The longest path from a root of the change: what has the same wave can run at once */
            wave: number;
            /**
             * @description Once the change was applied
             * @enum {string}
             */
            state?: "waiting" | "running" | "succeeded" | "failed" | "superseded";
            event_id?: string | null;
            attempts?: number;
            error?: string | null;
            /** @description config: it failed, and only another config can help, or another value that it takes. null: a retry may help, or nothing failed */
            error_kind?: "config" | null;
            started_at?: string | null;
            settled_at?: string | null;
        };
        ChangeCounts: {
            create: number;
            update: number;
            /** @description Drafts: stored, not run */
            stage: number;
            delete: number;
            /** @description Dependents whose values change, or may change */
            follow: number;
            /** @description Documents that change nothing; they have no action */
            unchanged: number;
            /** @description What an apply would refuse */
            refuse: number;
            replace: number;
            adopt: number;
            /**
             * @description Dependents that were looked at once it ran, and had nothing to do
             * @default 0
             */
            checked: number;
            /** @description Documents of which nothing can differ but secrets that the caller may not compare: an apply compares them */
            uncompared: number;
        };
        ChangeDeletion: {
            /** @description `provider/resource/name`, or the `id` that answers have */
            resource: string;
            /**
             * @description cascade: delete what depends on it first. detach: keep its dependents, with the values last taken
             * @enum {string}
             */
            dependents?: "cascade" | "detach";
            /** @description Forget it without calling the provider; the real object stays */
            orphan?: boolean;
        };
        /**
         * @example {
         *       "documents": [
         *         {
         *           "provider": "pragma",
         *           "resource": "config",
         *           "name": "hello",
         *           "config": {
         *             "data": {
         *               "greeting": "Hello"
         *             }
         *           }
         *         }
         *       ],
         *       "message": "Say hello"
         *     }
         */
        ChangeInput: {
            /** @description As in an apply; without a state they are `pending` */
            documents?: components["schemas"]["ApplyInput"][];
            delete?: components["schemas"]["ChangeDeletion"][];
            /** @description Ids of resources whose declared config is sent to their providers once more */
            reapply?: string[];
            /** @description What to do about differences that checks found; resources that nothing else of the change names */
            drift?: components["schemas"]["DriftDecision"][];
            /** @description Ids of resources whose real thing is deleted and created anew by what is declared, though nothing differs */
            replace?: string[];
            /** @description Resources that may be replaced, by id, or `true` for all: where a field that cannot change after creation differs, the real thing is deleted and created anew, and what depends on it directly is repaired */
            allow_replace?: true | string[];
            /** @description The set that the documents are members of, at most 63 characters */
            set?: string;
            /** @description Delete what the set has and the documents do not */
            prune?: boolean;
            /** @description Let a set without documents be pruned: all of it is deleted */
            allow_empty?: boolean;
            /**
             * @description What happens to others that depend on pruned resources
             * @enum {string}
             */
            dependents?: "cascade" | "detach";
            /** @description Take documents into this set that are members of another */
            take_over?: boolean;
            /** @description By id: the ETag that a resource must have, `*` for any, `none` if it must not exist */
            if_match?: {
                [key: string]: string;
            };
            message?: string;
            source?: components["schemas"]["ChangeSource"];
            /** @description Apply at once; nothing is written unless all of it can be */
            apply?: boolean;
            /** @description That of a preview: 409 `stale_preview` if the change would do anything else by now */
            basis?: string;
        };
        ChangePreview: {
            counts: components["schemas"]["ChangeCounts"];
            /** @description Ids of resources in flight, for which an apply has to wait */
            busy: string[];
            /** @description By wave, at most 500; of more, first those that are refused */
            actions: components["schemas"]["PreviewedAction"][];
            /** @description There are more actions */
            truncated: boolean;
            /** @description Names what was decided, for `basis` of `POST /changes` */
            basis: string;
        };
        ChangePreviewInput: {
            /** @description As in an apply; without a state they are `pending` */
            documents?: components["schemas"]["ApplyInput"][];
            delete?: components["schemas"]["ChangeDeletion"][];
            /** @description Ids of resources whose declared config is sent to their providers once more */
            reapply?: string[];
            /** @description What to do about differences that checks found; resources that nothing else of the change names */
            drift?: components["schemas"]["DriftDecision"][];
            /** @description Ids of resources whose real thing is deleted and created anew by what is declared, though nothing differs */
            replace?: string[];
            /** @description Resources that may be replaced, by id, or `true` for all: where a field that cannot change after creation differs, the real thing is deleted and created anew, and what depends on it directly is repaired */
            allow_replace?: true | string[];
            /** @description The set that the documents are members of, at most 63 characters */
            set?: string;
            /** @description Delete what the set has and the documents do not */
            prune?: boolean;
            /** @description Let a set without documents be pruned: all of it is deleted */
            allow_empty?: boolean;
            /**
             * @description What happens to others that depend on pruned resources
             * @enum {string}
             */
            dependents?: "cascade" | "detach";
            /** @description Take documents into this set that are members of another */
            take_over?: boolean;
            /** @description By id: the ETag that a resource must have, `*` for any, `none` if it must not exist */
            if_match?: {
                [key: string]: string;
            };
            message?: string;
            source?: components["schemas"]["ChangeSource"];
        };
        ChangeProgress: {
            id: string;
            /** @enum {string} */
            status: "planned" | "applying" | "succeeded" | "failed" | "discarded" | "expired" | "stale";
            counts: components["schemas"]["ChangeCounts"];
            /** @description How many of its actions have ended */
            settled: number;
            /** @description How many actions it has; followers found while it runs are added */
            total: number;
        };
        /** @description Where the change comes from */
        ChangeSource: {
            /** @enum {string} */
            kind: "api" | "cli" | "dashboard" | "program" | "git" | "mcp";
            /** @description Such as a commit or a branch */
            ref?: string;
            url?: string;
        };
        ChangeSummary: {
            id: string;
            /** @enum {string} */
            status: "planned" | "applying" | "succeeded" | "failed" | "discarded" | "expired" | "stale";
            message: string | null;
            source: components["schemas"]["ChangeSource"] | null;
            set: string | null;
            prune: boolean;
            counts: components["schemas"]["ChangeCounts"];
            /** @description Ids of resources in flight, for which an apply has to wait */
            busy: string[];
            created_by: components["schemas"]["Actor"];
            /** Format: date-time */
            created_at: string;
            /** @description When the plan expires */
            expires_at: string | null;
            applied_by: components["schemas"]["Actor"] | null;
            applied_at: string | null;
            settled_at: string | null;
            /** @description The change that this one undoes */
            reverts: string | null;
            /** @description The change that undid this one */
            reverted_by: string | null;
            /**
             * @description Who ended it while it was being carried out
             * @default null
             */
            ended_by: components["schemas"]["Actor"] | null;
            /** @default null */
            ended_at: string | null;
            blocked: components["schemas"]["Blocked"][];
        };
        Condition: {
            /** @enum {string} */
            type: "Ready" | "DependenciesReady" | "Deleting" | "Stale" | "Paused" | "InSync" | "Replacing";
            /** @enum {string} */
            status: "True" | "False" | "Unknown";
            reason: string;
            message: string;
            /** Format: date-time */
            last_transition_time: string;
        };
        /**
         * @example {
         *       "name": "deploy",
         *       "scopes": [
         *         "resources:read",
         *         "resources:write"
         *       ]
         *     }
         */
        CreateTokenInput: {
            name: string;
            /** @description A subset of the creator's */
            scopes: components["schemas"]["Scope"][];
            /** @description When it ends; never, if left out */
            expires_at?: string | null;
        };
        CreatedToken: {
            id: string;
            name: string;
            /** @description First characters of the secret, to recognise it by */
            prefix: string;
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            last_used_at: string | null;
            /** @description The secret, shown once */
            token?: string;
        };
        DeadLetterEvent: {
            event_id: string;
            /** @description The same value as event_id */
            id: string;
            provider: string;
            resource_type: string;
            resource_name: string;
            /** @enum {string} */
            event_type: "CREATE" | "UPDATE" | "DELETE";
            payload: Record<string, unknown>;
            error_message: string;
            /** @description config: it failed, and only another config can help, or another value that it takes. null: a retry may help, or nothing failed */
            error_kind: "config" | null;
            attempt_count: number;
            /** Format: date-time */
            failed_at: string;
            correlation_id: string;
            /** @description The change that caused it */
            change_id: string | null;
        };
        DeletedCount: {
            deleted_count: number;
        };
        /**
         * @example {}
         * @example {
         *       "version": "20261125.093000"
         *     }
         */
        DeployInput: {
            /** @description The newest good build if left out; an older one is a rollback */
            version?: string | null;
            /** @description Deploy although configs of existing resources break its schemas */
            force?: boolean | null;
            /** @description `none` takes the network away; what the package says if left out, and `host` where the package says it */
            network?: ("host" | "none") | null;
        };
        DeploymentPreview: {
            /** @description The version that would be deployed */
            version: string;
            /** @description The version that it would replace */
            serving: string | null;
            /** @description Types that differ between the two */
            types: components["schemas"]["TypeChange"][];
            /** @description What existing resources break, most first */
            breaks: components["schemas"]["BrokenGroup"][];
            /** @description How many resources break; 1000 may be more */
            broken: number;
            /** @description `false`: a type with resources would vanish, which `force` does not override */
            can_be_forced: boolean;
        };
        /**
         * @example {}
         * @example {
         *       "version": "20261125.093000"
         *     }
         */
        DeploymentPreviewInput: {
            /** @description The newest good build if left out */
            version?: string | null;
        };
        /**
         * @example {
         *       "type": "database",
         *       "connection": "default",
         *       "limit": 20
         *     }
         */
        DiscoverInput: {
            /** @description Type within the provider, such as `database` */
            type: string;
            /** @description The connection to look through, by name or as a reference; null for none. Left out: `default`, if that exists */
            connection?: (string | components["schemas"]["ResourceRef"]) | null;
            /** @description What is known of a config, such as the database that schemas are looked for in. References are not resolved */
            config?: Record<string, unknown>;
            /** @description Only the thing of this identity, with all that its provider tells of its config */
            identity?: string;
            /** @description How many at most: 100 if left out */
            limit?: number;
            /** @description That of the part before */
            cursor?: string | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "identity": "shop",
         *           "name": "shop",
         *           "tags": [],
         *           "managed_by": null,
         *           "config": {
         *             "name": "shop",
         *             "owner": "shop_owner"
         *           }
         *         }
         *       ],
         *       "cursor": null,
         *       "warnings": []
         *     }
         */
        Discovered: {
            items: components["schemas"]["Candidate"][];
            /** @description For the next part; null after the last */
            cursor: string | null;
            /** @description Why there may be more than is told */
            warnings: string[];
        };
        DriftChange: {
            path: string;
            /** @description Of outputs: as its provider gave it last */
            declared: unknown;
            /** @description null where it is absent */
            found: unknown;
        };
        DriftDecision: {
            /** @description `provider/resource/name`, or the `id` that answers have */
            resource: string;
            /**
             * @description revert: send the declared config once more, and create what is gone. accept: declare what was found
             * @enum {string}
             */
            choice: "revert" | "accept";
        };
        Error: {
            detail: string | components["schemas"]["ValidationIssue"][] | components["schemas"]["ErrorDetail"];
        };
        ErrorDetail: {
            resource_id?: string;
            current_state?: components["schemas"]["LifecycleState"];
            target_state?: components["schemas"]["LifecycleState"];
            /** @description ids */
            missing_dependencies?: string[];
            not_ready_dependencies?: {
                id: string;
                state: components["schemas"]["LifecycleState"];
            }[];
            field?: string;
            reference_provider?: string;
            reference_resource?: string;
            reference_name?: string;
            /** @description ids */
            dependents?: string[];
            /** @description ids */
            protected?: string[];
            /** @description ids in order */
            cycle?: string[];
            /**
             * @description The quota that would be exceeded: `quota_exceeded`, or 429 `quota`
             * @enum {string}
             */
            quota?: "resources" | "file_bytes" | "tokens" | "members" | "builds" | "versions";
            /** @description Of that quota; an operator of the installation can raise it */
            limit?: number;
            /** @description Of that quota */
            used?: number;
            /** @description ids of resources that changed since the plan */
            stale?: string[];
            /** @description ids of resources in flight */
            busy?: string[];
            change_id?: string;
            change_status?: string;
            message: string;
        };
        ExchangeInput: {
            code: string;
            code_verifier: string;
        };
        ExchangeResult: {
            token: string;
            expires_at: string | null;
        };
        /** @description A resource on the way to a root cause, and what keeps it */
        ExplainedResource: {
            id: string;
            /** @description `provider/resource/name` */
            key: string;
            /** @description null if it does not exist */
            lifecycle_state: components["schemas"]["LifecycleState"] | null;
            /**
             * @description What keeps it. failed: for good, or cancelled; unfit: its connection is of another provider; unserved: no provider serves its type; absent: nothing declares it; unapplied: a draft; retrying: an attempt failed, and another follows; running: its provider works on it; ending: its provider has yet to stop working on a cancelled event; queued: its turn comes; waits: for the next of the way
             * @enum {string}
             */
            cause: "failed" | "unfit" | "unserved" | "absent" | "paused" | "unapplied" | "retrying" | "running" | "ending" | "queued" | "waits";
            /** @description Key of the connection of another provider that it names, if that is the cause */
            unfit_connection: string | null;
            deleting: boolean;
            /** @description Of its last attempt, if that failed */
            error: string | null;
            /** @description config: it failed, and only another config can help, or another value that it takes. null: a retry may help, or nothing failed */
            error_kind: "config" | null;
            /** @description When it entered its state */
            since: string | null;
            /** @description The event that it waits for */
            event_id: string | null;
            /** @description How often that event was handed to the provider: 0 if not yet, null if there is none */
            attempt: number | null;
            /** @description When the next attempt is due, if it is not yet */
            next_attempt_at: string | null;
        };
        Explanation: {
            /** @description From the resource itself down to the root cause. Empty if nothing keeps it: it is ready */
            way: components["schemas"]["ExplainedResource"][];
            /** @description How many more causes of the same kind there are */
            others: number;
            /** @description It waits for more than the 1,000 resources that are looked at */
            truncated: boolean;
            /** @description After so many attempts an event fails for good */
            max_attempts: number;
        };
        FieldChange: {
            path: string;
            /** @description null where it was added */
            before: unknown;
            /** @description null where it was removed */
            after: unknown;
        };
        FileInfo: {
            /** @description Needs a token with resources:read */
            url: string;
            /** @description Signed: works without a token until it expires */
            public_url: string;
            size: number;
            content_type: string;
            checksum: string;
            /** Format: date-time */
            uploaded_at: string;
        };
        Graph: {
            nodes: components["schemas"]["GraphNode"][];
            edges: components["schemas"]["GraphEdge"][];
        };
        GraphEdge: {
            from: string;
            to: string;
            /** @enum {string} */
            kind: "dependency" | "owner";
        };
        GraphNode: {
            id: string;
            provider: string;
            resource: string;
            name: string;
            /** @description null for one that is referenced but absent */
            lifecycle_state: components["schemas"]["LifecycleState"] | null;
        };
        HistoryChange: {
            path: string;
            /** @description null where it was added */
            before: unknown;
            /** @description null where it was removed */
            after: unknown;
            /** @description At a path of `resolved_config`, in the entry of an update that a changed input caused: the references that the value is made of, such as `pragma/config/site.outputs.url`. Long values are cut */
            from?: string[];
        };
        HistoryEvent: {
            id: string;
            /** Format: date-time */
            timestamp: string;
            /** @description CREATE, UPDATE or DELETE, METADATA (tags, protection, owners), RETRY, CANCEL, DISCARD (of a staged draft), STALE (a value it uses may have changed), UNCHANGED (it had not) or DRIFT (a check found something else than the one before: `before` is what is declared, `after` what was found) */
            event_type: string;
            from_state: components["schemas"]["LifecycleState"] | null;
            to_state: components["schemas"]["LifecycleState"] | null;
            generation: number;
            changes: components["schemas"]["HistoryChange"][];
            error: string | null;
            actor: components["schemas"]["Actor"];
            correlation_id: string;
            event_id: string | null;
            /** @description The change that caused it */
            change_id: string | null;
        };
        /**
         * @example {
         *       "user_id": "01a2108f-fa6c-7584-b270-0322e6bb0fa4",
         *       "email": "ada@example.com",
         *       "organization_id": "01a2108f-f9d1-7a0e-9c4e-2f6f0d7f7b11",
         *       "organization_name": "Corner Shop"
         *     }
         */
        Identity: {
            user_id: string;
            email: string;
            organization_id: string;
            organization_name: string;
        };
        JwkSet: {
            keys: {
                [key: string]: unknown;
            }[];
        };
        /**
         * @description draft: stored; pending: waits; processing: with its provider; ready: succeeded; failed: see error
         * @enum {string}
         */
        LifecycleState: "draft" | "pending" | "processing" | "ready" | "failed";
        Liveness: {
            /** @constant */
            status: "ok";
        };
        LogEntry: {
            /** Format: date-time */
            timestamp: string;
            /** @enum {string} */
            level: "debug" | "info" | "warn" | "error";
            message: string;
            metadata: Record<string, unknown> | null;
            trace_id?: string;
        };
        /**
         * @example {
         *       "check_every": 600
         *     }
         */
        OrganizationSettings: {
            /** @description Seconds between two checks of a resource for drift, 60 to 2,592,000, where its type says nothing else; 0: none is checked; null: 3,600 */
            check_every: number | null;
        };
        /**
         * @example {
         *       "check_every": 600
         *     }
         */
        OrganizationSettingsInput: {
            /** @description Seconds between two checks of a resource for drift, 60 to 2,592,000, where its type says nothing else; 0: none is checked; null: 3,600 */
            check_every?: number | null;
        };
        OutboxEvent: {
            event_id: string;
            provider: string;
            resource_type: string;
            resource_name: string;
            /** @enum {string} */
            event_type: "CREATE" | "UPDATE" | "DELETE";
            payload: Record<string, unknown> | null;
            previous_config: Record<string, unknown> | null;
            correlation_id: string;
            /**
             * @description published once handed to the provider
             * @enum {string}
             */
            status: "pending" | "published";
            /** Format: date-time */
            created_at: string;
            published_at: string | null;
        };
        PlannedChange: {
            path: string;
            /** @description null where it was added */
            before: unknown;
            /** @description null where it was removed */
            after: unknown;
            /** @description The value is known only once this reference has one; `secret` if it was not compared, `provider` if its provider has not said it */
            unknown?: {
                from: string;
            };
            /** @constant */
            sensitive?: true;
        };
        PreviewedAction: {
            resource: components["schemas"]["ActedResource"];
            /** @description Index of the document that asks for it */
            document: number | null;
            /** @enum {string} */
            action: "create" | "update" | "stage" | "delete" | "follow" | "refuse" | "replace" | "adopt" | "uncompared";
            because: components["schemas"]["Because"];
            changes: components["schemas"]["PlannedChange"][];
            /** @description Why it is refused */
            issues: components["schemas"]["ValidationIssue"][];
            warnings: string[];
            /** @description The longest path from a root of the change: what has the same wave can run at once */
            wave: number;
            id: null;
        };
        ProblemDetails: {
            resource_id?: string;
            current_state?: components["schemas"]["LifecycleState"];
            target_state?: components["schemas"]["LifecycleState"];
            /** @description ids */
            missing_dependencies?: string[];
            not_ready_dependencies?: {
                id: string;
                state: components["schemas"]["LifecycleState"];
            }[];
            field?: string;
            reference_provider?: string;
            reference_resource?: string;
            reference_name?: string;
            /** @description ids */
            dependents?: string[];
            /** @description ids */
            protected?: string[];
            /** @description ids in order */
            cycle?: string[];
            /**
             * @description The quota that would be exceeded: `quota_exceeded`, or 429 `quota`
             * @enum {string}
             */
            quota?: "resources" | "file_bytes" | "tokens" | "members" | "builds" | "versions";
            /** @description Of that quota; an operator of the installation can raise it */
            limit?: number;
            /** @description Of that quota */
            used?: number;
            /** @description ids of resources that changed since the plan */
            stale?: string[];
            /** @description ids of resources in flight */
            busy?: string[];
            change_id?: string;
            change_status?: string;
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description The request id, as a URN */
            instance?: string;
            errors?: components["schemas"]["ValidationIssue"][];
        };
        ProviderDeletion: {
            provider_id: string;
            /** @description false while resources of it are still being deleted */
            deployment_deleted: boolean;
            /** @description Deletions of resources that this call started */
            resources_deleted: number;
        };
        /**
         * @example {
         *       "status": "available",
         *       "version": "20261125.093000",
         *       "updated_at": "2026-11-25T09:31:00.755Z",
         *       "healthy": true,
         *       "error_message": null,
         *       "network_filtered": true,
         *       "boundaries": [
         *         {
         *           "boundary": "bubblewrap",
         *           "workers": 2
         *         }
         *       ]
         *     }
         */
        ProviderStatus: {
            /** @enum {string} */
            status: "pending" | "progressing" | "available" | "failed";
            /** @description The version that the status is about */
            version: string;
            /** Format: date-time */
            updated_at: string;
            /** @description A version serves, and its processes run */
            healthy: boolean;
            /** @description Why it failed, or is not healthy */
            error_message: string | null;
            /** @description Whether providers that use the network are held to the operator's egress policy. `false`: some worker cannot give them a network namespace; `null`: no worker lives */
            network_filtered: boolean | null;
            /** @description What stands between provider code and the platform, and on how many live workers */
            boundaries: {
                /** @enum {string} */
                boundary: "bubblewrap" | "kubernetes" | "user" | "none";
                workers: number;
            }[];
        };
        /**
         * @example {
         *       "provider_id": "notes",
         *       "current_version": "20261125.093000",
         *       "deployment_status": "available",
         *       "updated_at": "2026-11-25T09:31:00.755Z"
         *     }
         */
        ProviderSummary: {
            provider_id: string;
            /** @description The version that serves; null before the first deployment */
            current_version: string | null;
            /** @description null before the first deployment */
            deployment_status: ("pending" | "progressing" | "available" | "failed") | null;
            /** Format: date-time */
            updated_at: string;
        };
        PushResult: {
            /** @description YYYYMMDD.HHMMSS in UTC */
            version: string;
            /** @enum {string} */
            status: "pending" | "building" | "success" | "failed";
            message: string;
        };
        Readiness: {
            /** @enum {string} */
            status: "ok" | "unavailable";
            checks: {
                database: {
                    /** @enum {string} */
                    status: "ok" | "failed";
                    message?: string;
                };
                queue: {
                    /** @enum {string} */
                    status: "ok" | "failed";
                    message?: string;
                };
                sandbox: {
                    /** @enum {string} */
                    status: "ok" | "failed";
                    message?: string;
                };
            };
        };
        /**
         * @example {
         *       "id": "resource:pragma_config_hello",
         *       "provider": "pragma",
         *       "resource": "config",
         *       "name": "hello",
         *       "connection": null,
         *       "config": {
         *         "data": {
         *           "greeting": "Hello"
         *         }
         *       },
         *       "resolved_config": {
         *         "data": {
         *           "greeting": "Hello"
         *         }
         *       },
         *       "dependencies": [],
         *       "owner_references": [],
         *       "outputs": {
         *         "greeting": "Hello"
         *       },
         *       "error": null,
         *       "error_kind": null,
         *       "lifecycle_state": "ready",
         *       "conditions": [
         *         {
         *           "type": "Ready",
         *           "status": "True",
         *           "reason": "Ready",
         *           "message": "The provider reported success",
         *           "last_transition_time": "2026-11-25T09:30:00.304Z"
         *         }
         *       ],
         *       "generation": 1,
         *       "observed_generation": 1,
         *       "pending_event_id": null,
         *       "provisioned": true,
         *       "deletion_protected": false,
         *       "handling": null,
         *       "drift": "unknown",
         *       "identity": null,
         *       "tags": [
         *         "example"
         *       ],
         *       "set": null,
         *       "change_id": null,
         *       "created_at": "2026-11-25T09:30:00.284Z",
         *       "updated_at": "2026-11-25T09:30:00.304Z"
         *     }
         */
        Resource: {
            /** @description `resource:{provider}_{resource}_{name}` */
            id: string;
            /** @description Provider, such as `postgres` */
            provider: string;
            /** @description Type within the provider, such as `database` */
            resource: string;
            /** @description Name, unique within provider and type */
            name: string;
            /** @description Desired settings, references kept as written */
            config: Record<string, unknown>;
            /** @description config with references replaced; null until the dependencies are ready */
            resolved_config: Record<string, unknown> | null;
            /** @description How its provider reaches the server that it is on; null for none */
            connection: components["schemas"]["ResourceRef"] | null;
            /** @description Explicit ones, and those found in references */
            dependencies: components["schemas"]["ResourceRef"][];
            /** @description It is deleted when its last owner is deleted */
            owner_references: components["schemas"]["ResourceRef"][];
            /** @description Values that others may reference */
            outputs: Record<string, unknown>;
            /** @description Why it failed, or the last failed attempt */
            error: string | null;
            /** @description config: it failed, and only another config can help, or another value that it takes. null: a retry may help, or nothing failed */
            error_kind: "config" | null;
            lifecycle_state: components["schemas"]["LifecycleState"];
            conditions: components["schemas"]["Condition"][];
            /** @description Wanted revision of config */
            generation: number;
            /** @description Last settled revision of config */
            observed_generation: number;
            /** @description The event whose result is awaited */
            pending_event_id: string | null;
            /** @description It was created at least once */
            provisioned: boolean;
            /**
             * @description What the last check of the real thing found; unknown where nothing can tell
             * @enum {string}
             */
            drift: "unknown" | "in_sync" | "drifted" | "missing";
            /** @description What `adopt` would take for the real thing; before it is provisioned, what is to be taken over */
            identity: string | null;
            /** @description Delete answers 409 while true */
            deletion_protected: boolean;
            /** @description How it and the real thing are kept together; null for the default */
            handling: {
                /**
                 * @description `observe`: it is only read, never changed or deleted
                 * @enum {string}
                 */
                mode: "full" | "observe";
                /**
                 * @description `keep`: a deletion forgets it and leaves the real thing
                 * @enum {string}
                 */
                on_delete: "delete" | "keep";
                /** @description Paths of the config, `*` for one level: where only these differ, nothing is sent, and it is no drift */
                ignore: string[];
                /**
                 * @description What is done about drift: shown, repaired, or not looked for
                 * @enum {string}
                 */
                drift: "report" | "correct" | "off";
                /** @description Nothing of it is handed to its provider, a deletion included */
                paused: boolean;
            } | null;
            tags: string[] | null;
            /** @description The set that it is a member of */
            set: string | null;
            /** @description The last change that touched it */
            change_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ResourceDrift: {
            /** @enum {string} */
            status: "unknown" | "in_sync" | "drifted" | "missing";
            /** @description The last check that found out something */
            checked_at: string | null;
            /** @description The next check; null if it is not checked */
            due_at: string | null;
            /** @description Why the last check found out nothing */
            error: string | null;
            /** @description The first 100, while it is drifted or missing */
            changes: components["schemas"]["DriftChange"][];
        };
        ResourceFacets: {
            /** @description By `provider/resource`; the 1000 most frequent */
            by_type: {
                [key: string]: number;
            };
            /** @description By state; without states that no resource is in */
            by_state: {
                [key: string]: number;
            };
            /** @description By what checks found; without what no resource is found to be */
            by_drift: {
                [key: string]: number;
            };
            /** @description By tag; the 50 most frequent */
            by_tag: {
                [key: string]: number;
            };
            /** @description By set; the 1000 largest */
            by_set: {
                [key: string]: number;
            };
            /** @description How many resources the filters select */
            total: number;
        };
        ResourceHealth: {
            /** @enum {string} */
            status: "healthy" | "unhealthy" | "degraded";
            message: string | null;
            details: Record<string, unknown> | null;
        };
        /** @description The identity of a resource */
        ResourceRef: {
            /** @description Provider, such as `postgres` */
            provider: string;
            /** @description Type within the provider, such as `database` */
            resource: string;
            /** @description Name, unique within provider and type */
            name: string;
        };
        ResourceSet: {
            name: string;
            /** @description How many resources it has */
            resources: number;
            /** @description How many are in each state */
            by_state: {
                [key: string]: number;
            };
            /** @description Id of the last change that was applied to it */
            last_change: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        ResourceSetDetails: {
            name: string;
            /** @description How many resources it has */
            resources: number;
            /** @description How many are in each state */
            by_state: {
                [key: string]: number;
            };
            /** @description Id of the last change that was applied to it */
            last_change: string | null;
            /** Format: date-time */
            updated_at: string;
            /** @description The ids of its resources */
            ids: string[];
        };
        /**
         * @example {
         *       "resource_id": "resource:pragma_config_hello",
         *       "lifecycle_state": "ready",
         *       "error": null
         *     }
         */
        ResourceStatus: {
            resource_id: string;
            lifecycle_state: components["schemas"]["LifecycleState"];
            error: string | null;
        };
        ResourceType: {
            provider: string;
            resource: string;
            schema: Record<string, unknown>;
            outputs_schema: Record<string, unknown>;
            /** @description Whether `${…}` in the strings of a config are references; otherwise strings are literal, objects are */
            string_references: boolean;
            description: string | null;
            tags: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        RetryAllResult: {
            retried_count: number;
            skipped_count: number;
        };
        RevertInput: {
            /** @description Only say what it would do: nothing is stored */
            preview?: boolean;
            /** @description Undo it in resources, too, that others have changed since */
            force?: boolean;
            /** @description Resources that may be replaced, by id, or `true` for all: where a field that cannot change after creation differs, the real thing is deleted and created anew, and what depends on it directly is repaired */
            allow_replace?: true | string[];
            /** @description Apply at once; nothing is written unless all of it can be */
            apply?: boolean;
            /** @description That of a preview: 409 `stale_preview` if the change would do anything else by now */
            basis?: string;
        };
        SchemaChange: {
            /** @description Such as `config.zones[].name`; the keys of a map are `*` */
            path: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            /** @description What is asked of the value, as JSON Schema says it, and `required`; null where it is not */
            keywords: {
                keyword: string;
                before: unknown;
                after: unknown;
            }[];
        };
        /**
         * @description A permission of a token
         * @enum {string}
         */
        Scope: "resources:read" | "resources:write" | "changes:plan" | "providers:read" | "providers:write" | "ops:read" | "ops:write" | "tokens:write" | "secrets:reveal" | "audit:read";
        SignedUrl: {
            url: string;
            /** @description Seconds that it works for */
            expires_in: number;
        };
        StateChange: {
            /** @description Follows commit order; hand it back as Last-Event-ID */
            id: string;
            resource_id: string;
            provider: string;
            resource: string;
            name: string;
            /** @description null once the resource is gone */
            lifecycle_state: components["schemas"]["LifecycleState"] | null;
            generation: number;
            error: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        Token: {
            id: string;
            name: string;
            /** @description First characters of the secret, to recognise it by */
            prefix: string;
            scopes: components["schemas"]["Scope"][];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            last_used_at: string | null;
        };
        TypeChange: {
            /** @description `provider/resource` */
            type: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            /** @description Of a changed type, at most 200 each of its config and its outputs */
            changes: components["schemas"]["SchemaChange"][];
        };
        ValidationIssue: {
            /** @description Such as [body, config, size] */
            loc: (string | number)[];
            msg: string;
            type: string;
        };
        VersionChange: {
            path: string;
            /** @description null where it was added */
            before: unknown;
            /** @description null where it was removed */
            after: unknown;
            /**
             * @description A sensitive value. It was replaced between the two, and may have been changed back
             * @constant
             */
            sensitive?: true;
        };
        VersionComparison: {
            from: number;
            to: number;
            /** @description At paths of `config` and `dependencies` */
            changes: components["schemas"]["VersionChange"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it works */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user and organization */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
        };
    };
    listResources: {
        parameters: {
            query?: {
                /** @description Only of this provider, such as `postgres` */
                provider?: string;
                /** @description Only of this type, such as `database` */
                resource?: string;
                /** @description Only those that use this connection, such as `postgres/connection/main` */
                connection?: string;
                /** @description Only those in this state */
                lifecycle_state?: components["schemas"]["LifecycleState"];
                /** @description Only those that were found so */
                drift?: "unknown" | "in_sync" | "drifted" | "missing";
                /** @description Only those that have all of these tags */
                tags?: string[];
                /** @description Only members of this set */
                set?: string;
                /** @description Only those with this text in their name, type or provider */
                q?: string;
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Resources */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"][];
                };
            };
        };
    };
    listResourceTypes: {
        parameters: {
            query?: {
                /** @description Only of this provider */
                provider?: string;
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Types */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceType"][];
                };
            };
        };
    };
    getResourceFacets: {
        parameters: {
            query?: {
                /** @description Only of this provider, such as `postgres` */
                provider?: string;
                /** @description Only of this type, such as `database` */
                resource?: string;
                /** @description Only those that use this connection, such as `postgres/connection/main` */
                connection?: string;
                /** @description Only those in this state */
                lifecycle_state?: components["schemas"]["LifecycleState"];
                /** @description Only those that were found so */
                drift?: "unknown" | "in_sync" | "drifted" | "missing";
                /** @description Only those that have all of these tags */
                tags?: string[];
                /** @description Only members of this set */
                set?: string;
                /** @description Only those with this text in their name, type or provider */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceFacets"];
                };
            };
        };
    };
    getResourceGraph: {
        parameters: {
            query?: {
                /** @description Id of the resource to start from; without it the whole graph */
                root?: string;
                /**
                 * @description How many edges to go from root; without it all the way
                 * @example 2
                 */
                depth?: number;
                /** @description upstream: what root uses; downstream: what uses it (default both) */
                direction?: "upstream" | "downstream" | "both";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nodes and edges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Graph"];
                };
            };
        };
    };
    applyResource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyInput"];
            };
        };
        responses: {
            /** @description The resource as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
        };
    };
    getResource: {
        parameters: {
            query?: {
                /** @description Show sensitive values. Needs the scope secrets:reveal, and is written to the audit log */
                reveal?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
        };
    };
    deleteResource: {
        parameters: {
            query?: {
                /** @description cascade: delete what depends on it first. detach: keep its dependents, with the values last taken from it */
                dependents?: "cascade" | "detach";
                /** @description Forget it without calling the provider; the real object stays */
                orphan?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deletion has begun */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            /** @description It is gone, or never existed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getResourceStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceStatus"];
                };
            };
        };
    };
    explainResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The way to the root cause */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
        };
    };
    cancelResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
        };
    };
    discardDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, as before the draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
        };
    };
    reapplyResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, pending */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
        };
    };
    retryResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource, pending */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            /** @description It was to be deleted, and is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readResourceLogs: {
        parameters: {
            query?: {
                /** @description Only lines from this time on */
                since?: string;
                /**
                 * @description As many of the last lines; 100 if left out
                 * @example 100
                 */
                tail?: number;
                /** @description Only lines that were written for this event */
                event_id?: string;
                /**
                 * @description Only lines that were written in the attempt of this number; with `event_id`, of that event
                 * @example 1
                 */
                attempt?: number;
                /** @description Go on with new lines as they are written */
                follow?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Log entries, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogEntry"][];
                    "text/event-stream": string;
                };
            };
        };
    };
    checkResourceHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceHealth"];
                };
            };
        };
    };
    getResourceDrift: {
        parameters: {
            query?: {
                /** @description Show sensitive values. Needs the scope secrets:reveal, and is written to the audit log */
                reveal?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceDrift"];
                };
            };
        };
    };
    checkResourceDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceDrift"];
                };
            };
        };
    };
    listResourceEvents: {
        parameters: {
            query?: {
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description History */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEvent"][];
                };
            };
        };
    };
    compareVersions: {
        parameters: {
            query?: {
                /**
                 * @description A generation; the one before `to` if left out
                 * @example 1
                 */
                from?: number;
                /**
                 * @description Another one; the current one if left out
                 * @example 2
                 */
                to?: number;
            };
            header?: never;
            path: {
                /**
                 * @description `provider/resource/name`, or the `id` that answers have: `resource:{provider}_{resource}_{name}`. Percent-encoded as one segment: `pragma%2Fconfig%2Fhello`
                 * @example pragma/config/hello
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionComparison"];
                };
            };
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description Only those with one of these statuses */
                status?: ("planned" | "applying" | "succeeded" | "failed" | "discarded" | "expired" | "stale")[];
                /** @description applied: only those that were. open: only plans that still can be */
                view?: "applied" | "open";
                /** @description Only those that this one planned or applied: the id or name of a person, whose tokens count, or of a token */
                actor?: string;
                /** @description Only those of this set */
                set?: string;
                /** @description Only those with an action on this resource */
                resource?: string;
                /** @description Only those created from this time on */
                since?: string;
                /** @description Only those created before this time */
                until?: string;
                /**
                 * @description Page size; 50 if left out
                 * @example 50
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeSummary"][];
                };
            };
        };
    };
    planChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeInput"];
            };
        };
        responses: {
            /** @description The change */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    previewChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePreviewInput"];
            };
        };
        responses: {
            /** @description What the change would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePreview"];
                };
            };
        };
    };
    getChange: {
        parameters: {
            query?: {
                /**
                 * @description Seconds to wait at most
                 * @example 30
                 */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description `id` of the change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    listChangeActions: {
        parameters: {
            query?: {
                /** @description Only of this kind */
                action?: "create" | "update" | "stage" | "delete" | "follow" | "refuse" | "replace" | "adopt" | "uncompared";
                /** @description Only those in this state, once the change was applied */
                state?: "waiting" | "running" | "succeeded" | "failed" | "superseded";
                /**
                 * @description Page size; 50 if left out
                 * @example 50
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `id` of the change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Actions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeAction"][];
                };
            };
        };
    };
    applyChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    discardChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    endChange: {
        parameters: {
            query?: {
                /** @description What becomes of handlers that are running; `wait` by default */
                running?: "wait" | "cancel";
            };
            header?: never;
            path: {
                /** @description `id` of the change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    revertChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the change */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RevertInput"];
            };
        };
        responses: {
            /** @description With `preview`: what the plan would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePreview"];
                };
            };
            /** @description The plan, or the change */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
        };
    };
    listSets: {
        parameters: {
            query?: {
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceSet"][];
                };
            };
        };
    };
    getSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the set */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceSetDetails"];
                };
            };
        };
    };
    deleteSet: {
        parameters: {
            query?: {
                /** @description Only say what it would do */
                preview?: boolean;
            };
            header?: never;
            path: {
                /** @description Name of the set */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change; with `preview` a ChangePreview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"] | components["schemas"]["ChangePreview"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Also `event: change`, each a ChangeProgress: at the beginning each change that is planned or applying, then each that progresses, at most twice a second unless its status is new. After `Last-Event-ID` also what has ended since */
                include?: "change";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description Only of this provider */
                provider?: string;
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dead letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterEvent"][];
                };
            };
        };
    };
    deleteAllDeadLetters: {
        parameters: {
            query?: {
                /** @description Only of this provider */
                provider?: string;
                /** @description Those of all providers */
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many were discarded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedCount"];
                };
            };
        };
    };
    retryAllDeadLetters: {
        parameters: {
            query?: {
                /** @description Only of this provider */
                provider?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many were queued again, and how many were skipped */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetryAllResult"];
                };
            };
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `event_id` of the dead letter */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dead letter */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterEvent"];
                };
            };
        };
    };
    deleteDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `event_id` of the dead letter */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, or never existed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    retryDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `event_id` of the dead letter */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event, queued again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxEvent"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: {
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Providers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderSummary"][];
                };
            };
        };
    };
    pushProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description The source, as a gzip-compressed tar: 50 MiB, and 200 MiB in 20,000 files unpacked */
                    code: string;
                };
            };
        };
        responses: {
            /** @description The build is queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushResult"];
                };
            };
        };
    };
    listBuilds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Builds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInfo"][];
                };
            };
        };
    };
    getBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
                /**
                 * @description As the push answered it: YYYYMMDD.HHMMSS in UTC
                 * @example 20261125.093000
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The build */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInfo"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
                /**
                 * @description As the push answered it: YYYYMMDD.HHMMSS in UTC
                 * @example 20261125.093000
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The build */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildInfo"];
                };
            };
        };
    };
    readBuildLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
                /**
                 * @description As the push answered it: YYYYMMDD.HHMMSS in UTC
                 * @example 20261125.093000
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log, in UTF-8 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    deployProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeployInput"];
            };
        };
        responses: {
            /** @description The deployment is queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderStatus"];
                };
            };
        };
    };
    discover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoverInput"];
            };
        };
        responses: {
            /** @description What there is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discovered"];
                };
            };
        };
    };
    previewDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeploymentPreviewInput"];
            };
        };
        responses: {
            /** @description What a deployment would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPreview"];
                };
            };
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderStatus"];
                };
            };
        };
    };
    deleteProvider: {
        parameters: {
            query?: {
                /** @description Delete its resources first; needs resources:write */
                cascade?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Name of the provider
                 * @example notes
                 */
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderDeletion"];
                };
            };
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file
                 * @example hello.txt
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description The bytes, of any MIME type */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileInfo"];
                };
            };
        };
    };
    downloadFile: {
        parameters: {
            query?: {
                /** @description As in public_url */
                signature?: string;
                /** @description As in public_url */
                expires?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Name of the file
                 * @example hello.txt
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes, with the type they were uploaded with */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
    getFileUrl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file
                 * @example hello.txt
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedUrl"];
                };
            };
        };
    };
    deleteFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file
                 * @example hello.txt
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes are gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationSettings"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationSettingsInput"];
            };
        };
        responses: {
            /** @description The settings as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationSettings"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tokens, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"][];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTokenInput"];
            };
        };
        responses: {
            /** @description The token, with its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
        };
    };
    revokeOwnToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked, or the session has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    exchangeLoginCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeInput"];
            };
        };
        responses: {
            /** @description The token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeResult"];
                };
            };
        };
    };
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set (RFC 7517) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only by this one: an id or a name */
                actor?: string;
                /** @description Only this action, such as `resource.apply` */
                action?: string;
                /** @description Only what was done to this: an id */
                target?: string;
                /** @description Only from this time on */
                since?: string;
                /** @description Only before this time */
                until?: string;
                /**
                 * @description Page size; without it the list is complete. A page ends early once it has 32 MiB: the list ends where Link has no next
                 * @example 100
                 */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Audit entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntry"][];
                };
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
}
