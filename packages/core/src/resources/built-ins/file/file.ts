import { parseKey } from "@pragma/contract";
import { lockAwaiting } from "@pragma/db/queries";
import { containsEnvelope } from "@pragma/language";
import { DomainError } from "../../../foundation/common/errors.ts";
import type { Core } from "../../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../../foundation/unit-of-work/unit-of-work.ts";
import type { BuiltIn, BuiltInEvent, BuiltInOutcome } from "../definition/built-in.ts";
import { builtInType } from "../definition/built-in-type.ts";
import { fileOutputs } from "./file-outputs.ts";
import { signPublicUrl } from "./signature.ts";

/** `pragma/file`: stores bytes, and gives out URLs to download them. */
export const file: BuiltIn = {
  type: builtInType({
    resource: "file",
    description: "A file to download, from uploaded bytes or from content.",
    schema: {
      type: "object",
      properties: {
        content_type: {
          type: "string",
          minLength: 1,
          maxLength: 255,
          // Characters that a response header can carry.
          pattern: "^[ -~]*$",
          description: "MIME type of the bytes",
          examples: ["text/plain", "application/json", "application/octet-stream"],
        },
        content: { type: "string", description: "The text of the file; leave it out to upload bytes instead" },
      },
      required: ["content_type"],
      additionalProperties: false,
    },
    outputsSchema: {
      type: "object",
      properties: {
        url: { type: "string", description: "Download address, for a token that may read resources" },
        public_url: { type: "string", description: "Signed download address, for anyone, until it expires" },
        size: { type: "integer", description: "Bytes" },
        content_type: { type: "string" },
        checksum: { type: "string", description: "sha256:…" },
        uploaded_at: { type: "string", format: "date-time" },
      },
      required: ["url", "public_url", "size", "content_type", "checksum", "uploaded_at"],
      additionalProperties: false,
    },
  }),
  run,
  // The signed URL is added on the way out, since it expires.
  present(core, organizationId, name, outputs) {
    const { checksum } = outputs;
    if (typeof checksum !== "string") return outputs;
    return { ...outputs, public_url: signPublicUrl(core.services, organizationId, name, checksum) };
  },
};

async function run(core: Core, event: BuiltInEvent): Promise<BuiltInOutcome> {
  if (containsEnvelope(event.config)) {
    return {
      kind: "rejected",
      message:
        "The content holds a sensitive value, and files are stored and served as they are; keep it in a pragma/secret",
      facts: { field: "config.content" },
    };
  }
  const name = parseKey(event.key)?.name ?? "";
  const outputs = await storedOutputs(core, event, name);
  if (outputs instanceof DomainError) return { kind: "rejected", message: outputs.message, facts: outputs.facts };
  if (outputs === undefined) return { kind: "handed-back" };
  if (outputs) return { kind: "succeeded", outputs };
  return {
    kind: "rejected",
    message: `The file ${name} has no bytes: give it content, or upload them to /files/${name}/upload`,
    facts: { field: "config.content" },
  };
}

/** @returns null if there are no bytes, undefined if the event is no longer awaited, or the error of the quota */
async function storedOutputs(core: Core, { organizationId, key, eventId, config }: BuiltInEvent, name: string) {
  try {
    return await unitOfWork(core, async (unit) => {
      // Its event may have been cancelled, and other bytes uploaded since, which this event must not remove.
      const isAwaited = await lockAwaiting(unit.db.tenant(organizationId), key, eventId);
      return isAwaited ? fileOutputs(unit, organizationId, name, config) : undefined;
    });
  } catch (error) {
    if (error instanceof DomainError && error.code === "quota_exceeded") return error;
    throw error;
  }
}
