import type { components, operations } from "../generated/openapi.ts";

type Schemas = components["schemas"];

/** A JSON object whose contents the compiler does not know. */
export type JsonObject = Record<string, unknown>;

/** Provider, type and name: the identity of a resource. */
export type ResourceRef = Schemas["ResourceRef"];
/** draft: stored only; pending: waiting; processing: with its provider; ready: succeeded; failed: see `error`. */
export type LifecycleState = Schemas["LifecycleState"];
/** A condition of a resource, with its reason. */
export type Condition = Schemas["Condition"];
/** A resource's state only, which is cheap to read. */
export type ResourceStatus = Schemas["ResourceStatus"];
/** Why a resource is not ready: the way from it down to the root cause. */
export type Explanation = Schemas["Explanation"];
/** How many resources have which type, state, tag and set. */
export type ResourceFacets = Schemas["ResourceFacets"];
/** The health of the real thing, as the provider reports it. */
export type ResourceHealth = Schemas["ResourceHealth"];
/** How the real thing differs from what is declared, as the last check found it. */
export type ResourceDrift = Schemas["ResourceDrift"];
/** A type of resource, with its JSON Schemas. */
export type ResourceType = Schemas["ResourceType"];
/** A set of documents and deletions decided together: a plan, until it is applied. */
export type Change = Schemas["Change"];
/** A change as in lists: without its actions. */
export type ChangeSummary = Schemas["ChangeSummary"];
/** planned; applying; succeeded, failed, discarded, expired or stale, in which nothing more happens by itself. */
export type ChangeStatus = Change["status"];
/** How many actions of each kind a change has, and how many documents ask for nothing new. */
export type ChangeCounts = Schemas["ChangeCounts"];
export type ChangePreview = Schemas["ChangePreview"];
/** Action of a change on one resource. */
export type ChangeAction = Schemas["ChangeAction"];
/** Kind of an action: create, update, stage, delete, follow or refuse. */
export type ActionKind = ChangeAction["action"];
/** How far an applied action has come. */
export type ActionState = NonNullable<ChangeAction["state"]>;
/** One value that an action changes; sensitive ones are masked. */
export type PlannedChange = Schemas["PlannedChange"];
/** A resource of a change that waits, and what for. */
export type Blocked = Schemas["Blocked"];
/** Deletion by a change, and how it is done. */
export type ChangeDeletion = Schemas["ChangeDeletion"];
/** Where a change comes from. */
export type ChangeSource = Schemas["ChangeSource"];
/** What holds for all of the organization. */
export type OrganizationSettings = Schemas["OrganizationSettings"];
export type OrganizationSettingsInput = Schemas["OrganizationSettingsInput"];
/** A set: an inventory of resources, written by changes. */
export type ResourceSet = Schemas["ResourceSet"];
/** A set with the ids of its resources. */
export type ResourceSetDetails = Schemas["ResourceSetDetails"];
/** A line of a resource's log. */
export type LogEntry = Schemas["LogEntry"];
/** An entry of a resource's history. */
export type VersionComparison = Schemas["VersionComparison"];
export type HistoryEvent = Schemas["HistoryEvent"];
/** Resources and what they depend on. */
export type Graph = Schemas["Graph"];
/** A change of a resource, as in the event stream; `lifecycle_state` is null once it is gone. */
export type StateChange = Schemas["StateChange"];
/** How far a change is, as in the event stream. */
export type ChangeProgress = Schemas["ChangeProgress"];
/** A provider of the organization. */
export type ProviderSummary = Schemas["ProviderSummary"];
/** A build of a pushed version. */
export type BuildInfo = Schemas["BuildInfo"];
/** Preview of a provider's deployment. */
export type DeploymentPreview = Schemas["DeploymentPreview"];
/** Which existing things are looked for. */
export type DiscoverInput = Schemas["DiscoverInput"];
/** A part of what exists. */
export type Discovered = Schemas["Discovered"];
/** An existing thing that could be taken over. */
export type Candidate = Schemas["Candidate"];
/** The status of a provider's deployment. */
export type ProviderStatus = Schemas["ProviderStatus"];
/** The answer to a push. */
export type PushResult = Schemas["PushResult"];
/** The answer to a provider's deletion. */
export type ProviderDeletion = Schemas["ProviderDeletion"];
/** An event that ended in failure. */
export type DeadLetter = Schemas["DeadLetterEvent"];
/** An event that is, or was, handed to a provider. */
export type OutboxEvent = Schemas["OutboxEvent"];
/** How many dead letters were retried. */
export type RetryAllResult = Schemas["RetryAllResult"];
/** How many were deleted. */
export type DeletedCount = Schemas["DeletedCount"];
/** An API token without its secret. */
export type Token = Schemas["Token"];
/** A permission of a token. */
export type Scope = Schemas["Scope"];
/** A new API token: its secret is shown this once. */
export type CreatedToken = Token & { token: string };
/** The token from a CLI login. */
export type ExchangeResult = Schemas["ExchangeResult"];
/** An uploaded file. */
export type FileInfo = Schemas["FileInfo"];
export type SignedUrl = Schemas["SignedUrl"];
/** An entry of the audit log. */
export type AuditEntry = Schemas["AuditEntry"];
/** Identity of the token. */
export type Identity = Schemas["Identity"];
/** The process is alive. */
export type Liveness = Schemas["Liveness"];
/** Readiness checks of the API. */
export type Readiness = Schemas["Readiness"];
/** One problem in a request, and where it is. */
export type ValidationIssue = Schemas["ValidationIssue"];
/** `message` and the facts of an error. */
export type ErrorDetail = Schemas["ErrorDetail"];

/** Query parameters of `GET` and `DELETE`, by operation. */
export type QueryOf<Operation extends keyof operations> = NonNullable<operations[Operation]["parameters"]["query"]>;
/** A resource as the API sends it, whatever its type. */
export type WireResource = Schemas["Resource"];
/** The input of apply, for any type. */
export type WireApplyInput = Schemas["ApplyInput"];
/** The input of a plan, for documents of any type. */
export type WireChangeInput = Schemas["ChangeInput"];
/** The input of deploy. */
export type DeployInput = Schemas["DeployInput"];
/** The input for creating a token. */
export type CreateTokenInput = Schemas["CreateTokenInput"];
/** The input that completes a CLI login. */
export type ExchangeInput = Schemas["ExchangeInput"];
