import type { DriftChoice, GivenHandling, Json, JsonObject } from "@pragma/contract";
import type { HttpRequest } from "./operation.ts";

/** Requests of a client about changes. */
export type ChangeOperation =
  | ChangeRequest
  | { readonly kind: "change-apply" | "change-get"; readonly id: string }
  | { readonly kind: "change-revert"; readonly id: string; readonly allowReplace?: boolean }
  | { readonly kind: "change-end"; readonly id: string; readonly running: "wait" | "cancel" };

/** A set of documents that is planned, or applied at once. */
export interface ChangeRequest {
  readonly kind: "change";
  readonly documents: readonly Document[];
  readonly deletions?: readonly Deletion[];
  /** What is done about findings. */
  readonly drift?: readonly { readonly key: string; readonly choice: DriftChoice }[];
  /** What is made anew, though nothing differs. */
  readonly replace?: readonly string[];
  /** What cannot be changed may be made anew. */
  readonly allowReplace?: boolean;
  readonly set?: string;
  readonly prune?: boolean;
  /** For what is pruned. */
  readonly dependents?: "cascade" | "detach";
  readonly takeOver?: boolean;
  /** By friendly id: an entity tag, or `none`. */
  readonly guards?: Readonly<Record<string, string>>;
  readonly apply: boolean;
  readonly idempotencyKey?: string;
}

export interface Document {
  readonly key: string;
  readonly config: JsonObject;
  readonly state?: "draft";
  /** What is there and taken over: its title. */
  readonly adopt?: string;
  readonly tags?: readonly string[];
  readonly handling?: GivenHandling | null;
}

export interface Deletion {
  readonly key: string;
  readonly dependents?: "cascade" | "detach";
}

const JSON_HEADERS = { "content-type": "application/json" };

export function toChangeHttp(operation: ChangeOperation): HttpRequest {
  switch (operation.kind) {
    case "change":
      return changeRequest(operation);
    case "change-get":
      return { method: "GET", path: `/changes/${operation.id}`, headers: {} };
    case "change-apply":
      return { method: "POST", path: `/changes/${operation.id}/apply`, headers: {} };
    case "change-revert":
      return {
        ...{ method: "POST", path: `/changes/${operation.id}/revert`, headers: JSON_HEADERS },
        body: JSON.stringify(operation.allowReplace === true ? { allow_replace: true } : {}),
      };
    case "change-end":
      return { method: "POST", path: `/changes/${operation.id}/end?running=${operation.running}`, headers: {} };
  }
}

function changeRequest(change: ChangeRequest): HttpRequest {
  const { documents, deletions, drift, set, prune, dependents, takeOver, guards, apply, idempotencyKey } = change;
  const { replace, allowReplace } = change;
  const body = {
    documents: documents.map(documentOf),
    ...(deletions && { delete: deletions.map(({ key, ...rest }) => ({ resource: key, ...rest })) }),
    ...(drift && { drift: drift.map(({ key, choice }) => ({ resource: key, choice })) }),
    ...(replace && { replace }),
    ...(allowReplace === true && { allow_replace: true }),
    ...(set !== undefined && { set }),
    ...(prune !== undefined && { prune }),
    ...(dependents && { dependents }),
    ...(takeOver === true && { take_over: true }),
    ...(guards && { if_match: guards }),
    apply,
  };
  return {
    method: "POST",
    path: "/changes",
    headers: { ...JSON_HEADERS, ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }) },
    body: JSON.stringify(body),
  };
}

function documentOf({ key, config, state, adopt, tags, handling }: Document): { [name: string]: Json } {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return {
    ...{ provider, resource, name, config },
    ...(state && { lifecycle_state: state }),
    ...(adopt !== undefined && { adopt }),
    ...(tags && { tags: [...tags] }),
    ...(handling !== undefined && { handling: handling as Json }),
  };
}
