import { type ApplyInput, type Json, type JsonObject, resourceKey } from "@pragma/contract";
import { readResources } from "@pragma/db/queries";
import { isJsonObject, parseReferences } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { searchThings } from "../../providers/calls/search-things.ts";
import type { ChangeRequest, ImportedThing, RequestedDocument } from "./change-request.ts";

/** Questions at once, and how long each may take. */
const AT_ONCE = 16;
const ANSWER_MS = 10_000;
/** A plan ends within 30 s: what was not asked by then is not asked. */
const ALL_MS = 20_000;

/**
 * Asks the providers of what a change is to take over what there is. The answers belong to the request: they are sealed with it, and not
 * asked for again when it is applied.
 */
export async function askImports(core: Core, context: RequestContext, request: ChangeRequest): Promise<ChangeRequest> {
  const adopting = request.documents.filter(({ input }) => typeof input.adopt === "string");
  if (adopting.length === 0) return request;
  const keys = adopting.map(({ input }) => resourceKey(input));
  const rows = await readResources(core.db.tenant(context.organizationId), keys);
  const provisioned = new Set(rows.filter((row) => row.provisioned).map(({ key }) => key));
  const connections = new Map(rows.map(({ key, connection }) => [key, connection]));
  const left = adopting.filter(({ input }) => !provisioned.has(resourceKey(input)));
  const answers = new Map<RequestedDocument, ImportedThing>();
  const endsAt = performance.now() + ALL_MS;
  const ask = async (): Promise<void> => {
    for (let document = left.shift(); document; document = left.shift()) {
      const { input } = document;
      const named = input.connection === undefined ? connections.get(resourceKey(input)) : input.connection;
      const timeoutMs = Math.min(ANSWER_MS, endsAt - performance.now());
      answers.set(document, await askImport(core, context, { ...input, connection: named }, timeoutMs));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const documents = request.documents.map((document) => {
    const imported = answers.get(document);
    return imported ? { ...document, imported } : document;
  });
  return { ...request, documents };
}

async function askImport(
  core: Core,
  context: RequestContext,
  { provider, resource: type, adopt, connection, config }: ApplyInput,
  timeoutMs: number,
): Promise<ImportedThing> {
  if (timeoutMs <= 0) return { silent: "there was no time left to ask" };
  const search = { type, identity: adopt as string, config: literalPart(config as JsonObject) };
  try {
    const asked = { ...search, ...(connection !== undefined && { connection }) };
    const { items } = await searchThings(core, context, provider, asked, { timeoutMs });
    const [thing] = items;
    return thing ? { found: thing.config ?? {} } : { absent: true };
  } catch (error) {
    if (error instanceof DomainError) return { silent: error.message };
    throw error;
  }
}

/** The members without references, which nobody has resolved yet. */
function literalPart(config: JsonObject): JsonObject {
  const literal = ([, value]: [string, Json | undefined]): boolean => {
    if (value === undefined) return false;
    const { references, issues } = parseReferences({ value }, { stringReferences: true });
    return references.length === 0 && issues.length === 0;
  };
  return isJsonObject(config) ? (Object.fromEntries(Object.entries(config).filter(literal)) as JsonObject) : {};
}
