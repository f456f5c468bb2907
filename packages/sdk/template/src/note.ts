import { defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { type Note, NotesApi } from "./notes-api.ts";

/** A note on the notes service. */
export const note = defineResource({
  description: "A note, readable at its own address",
  config: z.object({
    base_url: z.url().meta({ description: "Where the notes service runs", immutable: true }),
    // Encrypted at rest, and shown to people as ********.
    token: z.string().min(1).meta({ description: "Token of the notes service", sensitive: true }),
    // The values are marked, not the map: people see its keys, and change one value without knowing the others.
    headers: z
      .record(z.string(), z.string().meta({ sensitive: true }))
      .default({})
      .meta({ description: "Further headers of each request" }),
    // Once the note exists, another slug is refused: it would be another note.
    slug: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .meta({ description: "Last part of its address", immutable: true }),
    text: z.string().max(10_000).meta({ description: "What it says" }),
  }),
  outputs: z.object({
    url: z.string().meta({ description: "Where it can be read" }),
    revision: z.number().int().meta({ description: "Grows by one with each change" }),
    edit_key: z.string().meta({ description: "Lets its holder edit the note", sensitive: true }),
  }),

  /**
   * Null says that it is certainly absent: only then does Pragma call create. When in doubt, throw. What is found is compared with what
   * is declared; the token and the headers cannot be found out, so nothing is said of them.
   */
  async read(ctx) {
    const found = await new NotesApi(ctx).read(ctx.config.slug);
    return found && { outputs: outputsOf(ctx.config.base_url, found), config: { slug: found.slug, text: found.text } };
  },

  async create(ctx) {
    const made = await new NotesApi(ctx).write(ctx.config.slug, ctx.config.text);
    ctx.log.info("Wrote the note", { revision: made.revision });
    return outputsOf(ctx.config.base_url, made);
  },

  /** `previous` is the last config that succeeded: a hint of what changed. */
  async update(ctx, previous) {
    const api = new NotesApi(ctx);
    const found = await api.read(ctx.config.slug);
    // Nothing to do must stay nothing done: an update is also what Pragma calls when only a tag or a token changed.
    if (found?.text === ctx.config.text) return outputsOf(ctx.config.base_url, found);
    const changed = await api.write(ctx.config.slug, ctx.config.text);
    ctx.log.info(`Changed the note from ${previous.text.length} to ${ctx.config.text.length} characters`);
    return outputsOf(ctx.config.base_url, changed);
  },

  /** Returning means that it is gone, also when somebody else had removed it already. */
  async delete(ctx) {
    await new NotesApi(ctx).remove(ctx.config.slug);
  },

  async health(ctx) {
    const found = await new NotesApi(ctx).read(ctx.config.slug);
    if (!found) return { status: "unhealthy", message: "The note is gone" };
    if (found.text !== ctx.config.text) return { status: "degraded", message: "Somebody else changed the note" };
    return { status: "healthy", details: { revision: found.revision } };
  },
});

function outputsOf(baseUrl: string, found: Note) {
  return { url: new URL(`/notes/${found.slug}`, baseUrl).href, revision: found.revision, edit_key: found.edit_key };
}
