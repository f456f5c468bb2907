import {
  CONNECTION_TYPE,
  connectionGiven,
  connectionKey,
  connectionRef,
  DEFAULT_CONNECTION,
  type DiscoverInput,
  isConnectionOfAnother,
  type Json,
  type JsonObject,
} from "@pragma/contract";
import { providerListedSchema } from "@pragma/contract/provider-protocol";
import { readResources } from "@pragma/db/queries";
import {
  findForgedEnvelope,
  isJsonObject,
  MAX_LISTED,
  type SecretBox,
  sealPaths,
  tooManySensitive,
} from "@pragma/language";
import { z } from "zod";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, notFound, validationError } from "../../foundation/common/errors.ts";
import { type KnownType, type OrganizationTypes, sensitiveConfigPaths } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { describeUnknownType } from "../../resources/apply/describe-unknown-type.ts";
import { askProvider, type ProviderQuestion, type QuestionSubject } from "./ask-provider.ts";
import type { FoundThing } from "./seal-found.ts";

/** What is looked for: of discovery, without the place in a list where only one is. */
export type Search = DiscoverInput;

/** What a provider told, configs sealed by their type. */
export interface Found {
  subject: QuestionSubject;
  items: FoundThing[];
  cursor: string | null;
}

/**
 * Asks a provider what exists of a type: a part of the list, or the thing of an identity.
 * @throws DomainError as `discover`
 */
export async function searchThings(
  core: Core,
  context: RequestContext,
  provider: string,
  input: Search,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Found> {
  const { organizationId } = context;
  const types = await core.types.current(organizationId);
  const type = searchableType(types, provider, input);
  const connection = await usableConnection(core, organizationId, types, provider, input);
  const box = core.services.keyring.box(organizationId);
  const subject = { provider, resource: input.type, connection, config: sealKnown(type, input.config ?? {}, box) };
  return { subject, ...(await ask(core, context, subject, input, { timeoutMs, signal })) };
}

function searchableType(types: OrganizationTypes, provider: string, { type, identity }: Search): KnownType {
  if (!types.all().some((known) => known.provider === provider)) throw notFound("Provider");
  const known = types.find(provider, type);
  if (!known) throw refused(["type"], describeUnknownType(types, { provider, resource: type }), "unknown_type");
  const needs = identity === undefined ? "list" : "import";
  if (known.capabilities.includes(needs)) return known;
  throw refused(
    ["type"],
    `${provider}/${type} cannot tell what exists: its provider has no handler ${needs}`,
    "cannot_list",
  );
}

/** Key of the connection to look through; null for none. */
async function usableConnection(
  core: Core,
  organizationId: string,
  types: OrganizationTypes,
  provider: string,
  input: Search,
): Promise<string | null> {
  const has = types.find(provider, CONNECTION_TYPE)?.capabilities.includes(CONNECTION_TYPE) ?? false;
  const given = connectionGiven({ provider, connection: input.connection });
  const key = given === undefined && has ? connectionKey(provider, DEFAULT_CONNECTION) : (given ?? null);
  if (key === null) return null;
  if (isConnectionOfAnother({ provider, connection: key })) {
    throw refused(["connection"], `${key} is a connection of another provider than ${provider}`, "other_provider");
  }
  const [row] = await readResources(core.db.tenant(organizationId), [key]);
  if (row?.applied_config) return key;
  if (!row && given === undefined) return null;
  if (!row) throw refused(["connection"], `The connection ${key} does not exist`, "unknown_connection");
  const { resource, name } = connectionRef(key);
  throw new DomainError(
    "conflict",
    `${provider}/${resource}/${name} was never ready: nothing can be looked for through it`,
  );
}

const importedSchema = z
  .object({ config: z.custom<JsonObject>((value) => isJsonObject(value as Json)).nullable() })
  .nullable();

/** A part of the list, or the thing of one identity. */
async function ask(
  core: Core,
  context: RequestContext,
  subject: QuestionSubject,
  { limit = MAX_LISTED, cursor = null, identity }: Search,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<{ items: FoundThing[]; cursor: string | null }> {
  const asked: Pick<ProviderQuestion, "method" | "arguments"> =
    identity === undefined
      ? { method: "list", arguments: { cursor, limit } }
      : { method: "import", arguments: { identity } };
  const question = { about: { subject }, ...asked, timeoutMs };
  for await (const answer of askProvider(core, context, question, signal)) {
    if (identity === undefined) {
      const listed = providerListedSchema.safeParse(answer);
      if (listed.success && listed.data.items.length <= limit) return listed.data;
    } else {
      const imported = importedSchema.safeParse(answer);
      const found = imported.data && { identity, name: null, tags: [], config: imported.data.config };
      if (imported.success) return { items: found ? [found] : [], cursor: null };
    }
    break;
  }
  throw new DomainError(
    "provider_failed",
    `The provider of ${subject.provider}/${subject.resource} gave no valid answer`,
  );
}

/** What is known of a config, with what its type calls sensitive sealed: everything else may come back in an answer. */
function sealKnown(type: KnownType, config: JsonObject, box: SecretBox): Json {
  const forged = findForgedEnvelope(config as Json);
  if (forged) throw refused(["config", ...forged.map(String)], "The key $encrypted is reserved", "reserved_key");
  const sensitive = sensitiveConfigPaths(type, config as Json);
  const excess = tooManySensitive(sensitive);
  if (excess !== null) throw refused(["config"], `config ${excess}`, "too_many_sensitive_values");
  return sealPaths(config as Json, sensitive, box);
}

function refused(path: string[], msg: string, type: string): DomainError {
  return validationError([{ loc: ["body", ...path], msg, type }]);
}
