import type { GivenHandling, JsonObject } from "@pragma/contract";
import { type ChangeOperation, toChangeHttp } from "./change-operation.ts";

/** Request of a client. `key` */
export type Operation =
  | Apply
  | Delete
  | ChangeOperation
  | { readonly kind: "cancel" | "discard" | "hurry" | "drift-check"; readonly key: string }
  | { readonly kind: "get"; readonly key: string; readonly ifNoneMatch?: string }
  | { readonly kind: "status"; readonly key: string }
  | { readonly kind: "history"; readonly key: string }
  | { readonly kind: "list" }
  | { readonly kind: "graph" }
  /** Volumes that are there, whoever made them. */
  | { readonly kind: "discover"; readonly space: string }
  | { readonly kind: "dead-letters" }
  /** Those of which a check found something. */
  | { readonly kind: "drifted"; readonly word: "drifted" | "missing" }
  | { readonly kind: "retry"; readonly eventId: string }
  | { readonly kind: "retry-all" }
  | Probe
  | { readonly kind: "deploy"; readonly version: string }
  | { readonly kind: "deployment" }
  | { readonly kind: "retire" }
  | { readonly kind: "upload"; readonly name: string; readonly text: string }
  | { readonly kind: "download"; readonly name: string };

export interface Apply {
  readonly kind: "apply";
  readonly key: string;
  readonly state: "pending" | "draft";
  readonly config: JsonObject;
  readonly tags?: readonly string[];
  readonly protected?: boolean;
  readonly owners?: readonly string[];
  readonly dependsOn?: readonly string[];
  /** null for the default. */
  readonly handling?: GivenHandling | null;
  readonly ifMatch?: string;
  /** `If-None-Match: *` */
  readonly createOnly?: boolean;
  readonly idempotencyKey?: string;
}

export interface Delete {
  readonly kind: "delete";
  readonly key: string;
  readonly dependents?: "cascade" | "detach";
  readonly orphan?: boolean;
  readonly ifMatch?: string;
}

/** An apply that reveals which release of the test provider is deployed: each knows a field that the others do not. */
export interface Probe {
  readonly kind: "probe";
  readonly key: string;
  /** The available release; null after its provider was deleted. */
  readonly deployed: string | null;
  /** The release whose field the config contains. */
  readonly release: string;
  readonly config: JsonObject;
}

/** An operation as an HTTP request. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Including its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. An upload has none: it is a form. */
  readonly body?: string;
}

const JSON_HEADERS = { "content-type": "application/json" };

/** The HTTP request for an operation. The sender adds authorization and the request's id. */
export function toHttp(operation: Operation): HttpRequest {
  switch (operation.kind) {
    case "apply":
      return applyRequest(operation);
    case "delete":
      return deleteRequest(operation);
    case "cancel":
    case "discard":
      return { method: "POST", path: `${resourcePath(operation.key)}/${operation.kind}`, headers: {} };
    case "hurry":
      return { method: "POST", path: `${resourcePath(operation.key)}/retry`, headers: {} };
    case "drift-check":
      return { method: "POST", path: `${resourcePath(operation.key)}/drift/check`, headers: {} };
    case "drifted":
      return get(`/resources/?drift=${operation.word}`);
    case "change":
    case "change-get":
    case "change-apply":
    case "change-revert":
    case "change-end":
      return toChangeHttp(operation);
    case "get":
      return {
        method: "GET",
        path: resourcePath(operation.key),
        headers: operation.ifNoneMatch === undefined ? {} : { "if-none-match": operation.ifNoneMatch },
      };
    case "status":
      return get(`${resourcePath(operation.key)}/status`);
    case "history":
      return get(`${resourcePath(operation.key)}/events`);
    case "list":
      return get("/resources/");
    case "graph":
      return get("/resources/graph");
    case "discover": {
      const body = JSON.stringify({ type: "volume", config: { space: operation.space } });
      return { ...{ method: "POST", path: "/providers/chaos/discover" }, headers: JSON_HEADERS, body };
    }
    case "dead-letters":
      return get("/ops/dead-letter");
    case "retry":
      return { method: "POST", path: `/ops/dead-letter/${operation.eventId}/retry`, headers: {} };
    case "retry-all":
      return { method: "POST", path: "/ops/dead-letter/retry-all", headers: {} };
    case "probe":
      return applyRequest({ kind: "apply", key: operation.key, state: "pending", config: operation.config });
    case "deploy": {
      const body = JSON.stringify({ version: operation.version, force: true });
      return { method: "POST", path: "/providers/chaos/deploy", headers: { "content-type": "application/json" }, body };
    }
    case "retire":
      return { method: "DELETE", path: "/providers/brief?cascade=true", headers: {} };
    case "deployment":
      return get("/providers/chaos/deployment");
    case "upload":
      return { method: "POST", path: `/files/${operation.name}/upload`, headers: {} };
    case "download":
      return get(`/files/${operation.name}/download`);
  }
}

/** The resource that an operation concerns, if any. */
export function subjectOf(operation: Operation): string | null {
  if ("key" in operation) return operation.key;
  return operation.kind === "upload" || operation.kind === "download" ? `pragma/file/${operation.name}` : null;
}

/** All resources that a write names. */
export function subjectsOf(operation: Operation): readonly string[] {
  if (operation.kind === "change")
    return [
      ...[...operation.documents, ...(operation.deletions ?? []), ...(operation.drift ?? [])].map(({ key }) => key),
      ...(operation.replace ?? []),
    ];
  const subject = subjectOf(operation);
  return subject === null ? [] : [subject];
}

/** The config that an operation declares of a resource, if it is an apply or a change that does. */
export function declaredConfig(operation: Operation | undefined, key: string): JsonObject | null {
  if (operation?.kind === "apply") return operation.key === key ? operation.config : null;
  if (operation?.kind !== "change") return null;
  return operation.documents.find((document) => document.key === key)?.config ?? null;
}

/** The handling that an operation gives a resource; undefined if it says nothing of it. */
export function declaredHandling(operation: Operation | undefined, key: string): GivenHandling | null | undefined {
  if (operation?.kind === "apply") return operation.key === key ? operation.handling : undefined;
  if (operation?.kind !== "change") return undefined;
  return operation.documents.find((document) => document.key === key)?.handling;
}

function get(path: string): HttpRequest {
  return { method: "GET", path, headers: {} };
}

function resourcePath(key: string): string {
  return `/resources/${encodeURIComponent(key)}`;
}

function applyRequest(apply: Apply): HttpRequest {
  const [provider, resource, name] = splitKey(apply.key);
  const body = {
    ...{ provider, resource, name, config: apply.config, lifecycle_state: apply.state },
    ...(apply.tags && { tags: apply.tags }),
    ...(apply.protected !== undefined && { deletion_protected: apply.protected }),
    ...(apply.owners && { owner_references: apply.owners.map(refOf) }),
    ...(apply.dependsOn && { depends_on: apply.dependsOn }),
    ...(apply.handling !== undefined && { handling: apply.handling }),
  };
  const headers = {
    "content-type": "application/json",
    ...(apply.ifMatch !== undefined && { "if-match": apply.ifMatch }),
    ...(apply.createOnly === true && { "if-none-match": "*" }),
    ...(apply.idempotencyKey !== undefined && { "idempotency-key": apply.idempotencyKey }),
  };
  return { method: "POST", path: "/resources/apply", headers, body: JSON.stringify(body) };
}

function deleteRequest(operation: Delete): HttpRequest {
  const query = new URLSearchParams();
  if (operation.dependents) query.set("dependents", operation.dependents);
  if (operation.orphan) query.set("orphan", "true");
  const text = query.toString();
  return {
    method: "DELETE",
    path: `${resourcePath(operation.key)}${text === "" ? "" : `?${text}`}`,
    headers: operation.ifMatch === undefined ? {} : { "if-match": operation.ifMatch },
  };
}

/** Provider, type and name of a friendly id. The run's types contain no slash. */
export function splitKey(key: string): [provider: string, resource: string, name: string] {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return [provider, resource, name];
}

export function refOf(key: string): { provider: string; resource: string; name: string } {
  const [provider, resource, name] = splitKey(key);
  return { provider, resource, name };
}

/** The internal id for a friendly id. */
export function idOf(key: string): string {
  return `resource:${splitKey(key).join("_")}`;
}
