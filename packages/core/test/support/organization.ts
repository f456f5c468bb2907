import { randomUUID } from "node:crypto";
import { type ApplyInput, applyInputSchema, type JsonObject, parseKey, type Resource, SCOPES } from "@pragma/contract";
import { findResource, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../src/foundation/callers/caller.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { applyResource } from "../../src/resources/apply/index.ts";
import { listDeadLetters } from "../../src/resources/dead-letters/index.ts";
import { type DeleteOptions, deleteResource } from "../../src/resources/delete/index.ts";
import type { Preconditions } from "../../src/resources/present/etag.ts";
import { getResource, listResourceEvents } from "../../src/resources/read/index.ts";
import { cancelResource, discardDraft } from "../../src/resources/recover/index.ts";

type Extras = Omit<Partial<ApplyInput>, "lifecycle_state"> & { lifecycle_state?: "draft" | "pending" | undefined };

/** A tenant and its actions, in a short form that keeps tests readable. Keys are `provider/resource/name`. */
export class Organization {
  readonly id: string;
  readonly context: RequestContext;
  readonly #core: Core;

  constructor(core: Core, name = "org", id: string = randomUUID()) {
    this.#core = core;
    this.id = id;
    this.context = {
      organizationId: this.id,
      organizationName: name,
      rateLimit: null,
      userId: randomUUID(),
      email: "ann@example.com",
      tokenId: randomUUID(),
      actor: { type: "user", id: "ann", name: "Ann" },
      scopes: new Set(SCOPES),
      correlationId: "request-1",
    };
  }

  /** The same organization, as another process sees it. */
  on(core: Core): Organization {
    return new Organization(core, this.context.organizationName, this.id);
  }

  /** Applies as pending, unless the extras say otherwise. Validates input by the contract's schema, like the API. */
  async apply(
    key: string,
    config: JsonObject = {},
    extras: Extras = {},
    preconditions: Preconditions = {},
  ): Promise<ResourceRow> {
    const ref = parseKey(key);
    if (!ref) throw new Error(`${key} is not a key`);
    const input = applyInputSchema.parse({ ...ref, config, lifecycle_state: "pending", ...extras });
    return applyResource(this.#core, this.context, input, preconditions);
  }

  draft(key: string, config: JsonObject = {}, extras: Extras = {}): Promise<ResourceRow> {
    return this.apply(key, config, { ...extras, lifecycle_state: "draft" });
  }

  /** The resource as clients see it. */
  async get(key: string, options: { reveal?: boolean } = {}): Promise<Resource> {
    return JSON.parse((await getResource(this.#core, this.context, key, options)).body) as Resource;
  }

  /** The stored row, or undefined. */
  row(key: string): Promise<ResourceRow | undefined> {
    return findResource(this.#core.db.tenant(this.id), key);
  }

  async state(key: string): Promise<string | undefined> {
    return (await this.row(key))?.lifecycle_state;
  }

  /** `state`, with `+stale` and `+deleting` if it is; `gone` if there is no row. */
  async standing(key: string): Promise<string> {
    const row = await this.row(key);
    if (!row) return "gone";
    return [row.lifecycle_state, row.stale_since && "stale", row.deleting_since && "deleting"]
      .filter(Boolean)
      .join("+");
  }

  async standings(...keys: string[]): Promise<string[]> {
    return Promise.all(keys.map((key) => this.standing(key)));
  }

  /** A condition's `status reason: message`, or undefined. */
  async condition(key: string, type: Resource["conditions"][number]["type"]): Promise<string | undefined> {
    const found = (await this.get(key)).conditions.find((condition) => condition.type === type);
    return found && `${found.status} ${found.reason}: ${found.message}`;
  }

  delete(key: string, options: DeleteOptions = {}): Promise<ResourceRow | null> {
    return deleteResource(this.#core, this.context, key, options);
  }

  cancel(key: string): Promise<ResourceRow> {
    return cancelResource(this.#core, this.context, key);
  }

  discard(key: string): Promise<ResourceRow> {
    return discardDraft(this.#core, this.context, key);
  }

  async deadLetters() {
    return (await listDeadLetters(this.#core, this.context, {}, { limit: 1000 })).letters;
  }

  /** The history, oldest first. */
  async history(key: string) {
    return (await listResourceEvents(this.#core, this.context, key, { limit: 1000 })).events.reverse();
  }

  /** The history as `type:from>to`, oldest first. */
  async trail(key: string): Promise<string[]> {
    return (await this.history(key)).map(
      (event) => `${event.event_type}:${event.from_state ?? "-"}>${event.to_state ?? "-"}`,
    );
  }
}
