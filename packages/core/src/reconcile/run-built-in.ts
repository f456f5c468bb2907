import { type Json, type JsonObject, parseKey } from "@pragma/contract";
import { lockAwaiting } from "@pragma/db/queries";
import { containsEnvelope, isJsonObject } from "@pragma/language";
import type { Core } from "../core.ts";
import { DomainError } from "../errors.ts";
import { fileOutputs } from "../files/file-outputs.ts";
import { unitOfWork } from "../unit-of-work.ts";
import type { Claim, Outcome } from "./claim.ts";

/** Runs an event of a built-in type. These handlers are part of the platform: no provider process takes part. */
export async function runBuiltIn(core: Core, claim: Claim): Promise<Outcome> {
  if (claim.eventType === "DELETE") return { kind: "succeeded", outputs: null };
  const config = claim.payload as JsonObject;
  switch (claim.type?.resource) {
    case "secret":
      return { kind: "succeeded", outputs: secretOutputs(config) };
    case "config":
      return { kind: "succeeded", outputs: config["data"] ?? {} };
    case "file":
      return runFile(core, claim, config);
    default:
      return { kind: "rejected", message: `pragma has no type ${claim.resource.resource}` };
  }
}

/** The values stay sealed on their way from config to outputs. */
function secretOutputs(config: JsonObject): Json {
  const data = config["data"];
  const values = isJsonObject(data) ? data : {};
  return { ...values, keys: Object.keys(values) };
}

async function runFile(core: Core, claim: Claim, config: JsonObject): Promise<Outcome> {
  if (containsEnvelope(config)) {
    return {
      kind: "rejected",
      message:
        "The content holds a sensitive value, and files are stored and served as they are; keep it in a pragma/secret",
      facts: { field: "config.content" },
    };
  }
  const name = parseKey(claim.key)?.name ?? "";
  const outputs = await storedOutputs(core, claim, name, config);
  if (outputs instanceof DomainError) return { kind: "rejected", message: outputs.message, facts: outputs.facts };
  if (outputs === undefined) return { kind: "handed-back" };
  if (outputs) return { kind: "succeeded", outputs };
  return {
    kind: "rejected",
    message: `The file ${name} has no bytes: give it content, or upload them to /files/${name}/upload`,
    facts: { field: "config.content" },
  };
}

/** @returns null if there are no bytes, undefined if the event is not this one's any more, or why there is no room for them */
async function storedOutputs(core: Core, claim: Claim, name: string, config: JsonObject) {
  try {
    return await unitOfWork(core, async (unit) => {
      // Its event may have been cancelled, and other bytes uploaded since, which are not this one's to take away.
      const isAwaited = await lockAwaiting(unit.db.tenant(claim.organizationId), claim.key, claim.eventId);
      return isAwaited ? fileOutputs(unit, claim.organizationId, name, config) : undefined;
    });
  } catch (error) {
    if (error instanceof DomainError && error.code === "quota_exceeded") return error;
    throw error;
  }
}
