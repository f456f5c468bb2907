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
        /** Whether the process lives */
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
         * Whether it can serve
         * @description Checks the database, the queue and the providers' sandbox.
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
        /** Who the token is */
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
         * @description Ordered by name, provider and type. Complete and streamed by default: each row at most once, without promising a snapshot.
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
         * List types
         * @description Types of the deployed providers, and the built-in ones of `pragma`.
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
    "/resources/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the dependency graph */
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
         * @description Idempotent and independent of order: absent dependencies are waited for. `resources:write` is permission to use secrets.
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
        /** Read a resource */
        get: operations["getResource"];
        put?: never;
        post?: never;
        /**
         * Delete a resource
         * @description The row goes only when its provider confirms that the real thing is gone.
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
        /** Poll the state of a resource */
        get: operations["getResourceStatus"];
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
         * Cancel what is under way
         * @description Only while pending or processing. Leaves no dead letter; any later result is discarded.
         */
        post: operations["cancelResource"];
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
         * Read what the provider logged
         * @description With `follow=true` the answer is a stream of server-sent events, `event: log`, each a LogEntry.
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
        /** Ask the provider how the real thing is */
        get: operations["checkResourceHealth"];
        put?: never;
        post?: never;
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
         * @description Newest first.
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
    "/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow state changes
         * @description Server-sent events of the organization, `event: state_change`, each a StateChange. At least once, in order per resource. `Last-Event-ID` resumes; an unknown or expired one gives `event: reset` first: read the state anew. A heartbeat comes every 15 s. At most 50 streams a token.
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
         * List events that failed
         * @description Newest first.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        /**
         * Discard many
         * @description Needs `all=true` or `provider`.
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
         * Retry all
         * @description Skips those whose resource is gone or not failed any more.
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
        /** Read one */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        /**
         * Discard one
         * @description Idempotent.
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
         * Retry one
         * @description Keeps the event's id, resets its attempts, and resolves the config that is wanted now.
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
         * @description Queues a build, and never deploys. The archive holds a package whose `pragma.provider` is the provider pushed to, at its root or in a single folder.
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
         * @description The last 10, newest first.
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
        /** Read a build */
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
         * Read a build
         * @description The same as `/providers/{provider_id}/builds/{version}`.
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
         * Follow the log of a build
         * @description Comes as it is written, and ends with the build. At most 1 MiB.
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
         * Have a version serve
         * @description The newest good build, unless the body names another; an older one is a rollback. The version before it serves until the new one has started well.
         */
        post: operations["deployProvider"];
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
        /** Read how a deployment stands */
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
         * @description What the organization pushed of it. Repeating it is safe; one that is gone is deleted already.
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
         * @description Equals applying `pragma/file/{name}` as pending with these bytes.
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
        /** Download a file */
        get: operations["downloadFile"];
        put?: never;
        post?: never;
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
        /** List API tokens */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create an API token
         * @description The secret is in this answer only; a replay by Idempotency-Key leaves it out.
         */
        post: operations["createToken"];
        delete?: never;
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
         * @description Holds within a second on every replica.
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
        /** Exchange the code of a CLI login for a token */
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
        /** Keys that sign session tokens */
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
         * List who did what when
         * @description Newest first, paged: 100 at a time unless `limit` says otherwise.
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
        /** This document */
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
        /** This document as an interactive page */
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
        /** @description Who did it */
        Actor: {
            type: string;
            id: string;
            name: string | null;
        };
        ApplyInput: {
            /** @description Provider, such as `postgres` */
            provider: string;
            /** @description Type within the provider, such as `database` */
            resource: string;
            /** @description Name, unique within provider and type */
            name: string;
            /** @description Desired settings, replaced whole */
            config: Record<string, unknown>;
            /** @description Explicit dependencies */
            dependencies?: components["schemas"]["ResourceRef"][] | null;
            /** @description Explicit dependencies as friendly ids */
            depends_on?: string[] | null;
            owner_references?: components["schemas"]["ResourceRef"][] | null;
            /**
             * @description draft stores without processing (default); pending validates and queues
             * @enum {string}
             */
            lifecycle_state?: "draft" | "pending";
            deletion_protected?: boolean | null;
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
        Condition: {
            /** @enum {string} */
            type: "Ready" | "DependenciesReady" | "Deleting" | "Stale";
            /** @enum {string} */
            status: "True" | "False" | "Unknown";
            reason: string;
            message: string;
            /** Format: date-time */
            last_transition_time: string;
        };
        CreateTokenInput: {
            name: string;
            /** @description A subset of the creator's */
            scopes: components["schemas"]["Scope"][];
            /** @description Never, if left out */
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
            attempt_count: number;
            /** Format: date-time */
            failed_at: string;
            correlation_id: string;
        };
        DeletedCount: {
            deleted_count: number;
        };
        DeployInput: {
            /** @description The newest good build if left out; an older one is a rollback */
            version?: string | null;
            /** @description Deploy although configs of existing resources break its schemas */
            force?: boolean | null;
            /** @description `none` takes the network away; what the package says if left out */
            network?: ("host" | "none") | null;
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
        HistoryEvent: {
            id: string;
            /** Format: date-time */
            timestamp: string;
            /** @description CREATE, UPDATE or DELETE, METADATA (tags, protection, owners), RETRY, CANCEL, STALE (a value it uses may have changed) or UNCHANGED (it had not) */
            event_type: string;
            from_state: components["schemas"]["LifecycleState"] | null;
            to_state: components["schemas"]["LifecycleState"] | null;
            generation: number;
            changes: components["schemas"]["FieldChange"][];
            error: string | null;
            actor: components["schemas"]["Actor"];
            correlation_id: string;
            event_id: string | null;
        };
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
        };
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
            /** @description Explicit ones, and those found in references */
            dependencies: components["schemas"]["ResourceRef"][];
            /** @description It goes when its last owner goes */
            owner_references: components["schemas"]["ResourceRef"][];
            /** @description Values that others may reference */
            outputs: Record<string, unknown>;
            /** @description Why it failed, or the last failed attempt */
            error: string | null;
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
            /** @description Delete answers 409 while true */
            deletion_protected: boolean;
            tags: string[] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
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
        /**
         * @description A permission of a token
         * @enum {string}
         */
        Scope: "resources:read" | "resources:write" | "providers:read" | "providers:write" | "ops:read" | "ops:write" | "tokens:write" | "secrets:reveal" | "audit:read";
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
        ValidationIssue: {
            /** @description Such as [body, config, size] */
            loc: (string | number)[];
            msg: string;
            type: string;
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
            /** @description It does */
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
            /** @description It can */
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
                provider?: string;
                resource?: string;
                /** @description All must match */
                tags?: string[];
                lifecycle_state?: components["schemas"]["LifecycleState"];
                /** @description Part of the name, type or provider */
                q?: string;
                /** @description Page size; without it the list is complete */
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
                provider?: string;
                /** @description Page size; without it the list is complete */
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
    getResourceGraph: {
        parameters: {
            query?: {
                /** @description Id to start from; without it the whole graph */
                root?: string;
                /** @description Edges away from root; without it all */
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
                /** @description Show sensitive values; needs secrets:reveal, and is audited */
                reveal?: boolean;
            };
            header?: never;
            path: {
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
                /** @description cascade deletes dependents first; detach gives them the last values */
                dependents?: "cascade" | "detach";
                /** @description Forget it without calling the provider */
                orphan?: boolean;
            };
            header?: never;
            path: {
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
            /** @description It is gone, or never was */
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
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
    cancelResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
    readResourceLogs: {
        parameters: {
            query?: {
                since?: string;
                /** @description Last lines only (100) */
                tail?: number;
                follow?: boolean;
            };
            header?: never;
            path: {
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
    listResourceEvents: {
        parameters: {
            query?: {
                /** @description Page size; without it the list is complete */
                limit?: number;
                /** @description From the Link header of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `resource:{provider}_{resource}_{name}` or `provider/resource/name`, percent-encoded as one segment */
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
    streamEvents: {
        parameters: {
            query?: never;
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
                provider?: string;
                /** @description Page size; without it the list is complete */
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
                provider?: string;
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many */
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
                provider?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many */
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
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, or never was */
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
                /** @description Page size; without it the list is complete */
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
                /** @description Provider, such as `postgres` */
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
                /** @description Provider, such as `postgres` */
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
                /** @description Provider, such as `postgres` */
                provider_id: string;
                /** @description YYYYMMDD.HHMMSS in UTC */
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
                /** @description Provider, such as `postgres` */
                provider_id: string;
                /** @description YYYYMMDD.HHMMSS in UTC */
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
                /** @description Provider, such as `postgres` */
                provider_id: string;
                /** @description YYYYMMDD.HHMMSS in UTC */
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
                /** @description Provider, such as `postgres` */
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
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Provider, such as `postgres` */
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
                /** @description Provider, such as `postgres` */
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
                /** @description Name, unique within provider and type */
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
                /** @description From public_url */
                signature?: string;
                /** @description From public_url */
                expires?: string;
            };
            header?: never;
            path: {
                /** @description Name, unique within provider and type */
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
    listTokens: {
        parameters: {
            query?: {
                /** @description Page size; without it the list is complete */
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
                /** @description Id or name */
                actor?: string;
                action?: string;
                target?: string;
                since?: string;
                until?: string;
                /** @description Page size; without it the list is complete */
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
