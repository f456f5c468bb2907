import { ConfigError, RetryAfter } from "@pragma/sdk/provider";
import { z } from "zod";

const noteSchema = z.object({ slug: z.string(), text: z.string(), revision: z.number(), edit_key: z.string() });

/** A note as the service tells it. */
export type Note = z.infer<typeof noteSchema>;

/** The parts of a handler's context that a request needs. */
interface RequestContext {
  config: { base_url: string; token: string; headers: Record<string, string> };
  operationId: string;
  signal: AbortSignal;
}

const DEFAULT_DELAY_SECONDS = 5;

/** The notes service. Its answers become what Pragma understands: a value, an absence, or the right kind of error. */
export class NotesApi {
  readonly #ctx: RequestContext;

  constructor(ctx: RequestContext) {
    this.#ctx = ctx;
  }

  /** The note, or null when there is none. */
  async read(slug: string): Promise<Note | null> {
    const response = await this.#request("GET", slug);
    return response && noteSchema.parse(await response.json());
  }

  /** Makes the note, or changes it. */
  async write(slug: string, text: string): Promise<Note> {
    const response = await this.#request("PUT", slug, { text });
    if (!response) throw new Error("The notes service has no place for notes at this address");
    return noteSchema.parse(await response.json());
  }

  /** Removes the note, if it is there. */
  async remove(slug: string): Promise<void> {
    await this.#request("DELETE", slug);
  }

  /** Null stands for 404. */
  async #request(method: string, slug: string, body?: object): Promise<Response | null> {
    const { config, operationId, signal } = this.#ctx;
    const response = await fetch(new URL(`/notes/${slug}`, config.base_url), {
      method,
      headers: {
        ...config.headers,
        authorization: `Bearer ${config.token}`,
        "content-type": "application/json",
        // The same on every attempt at one change, so a repeated request is seen as such.
        "idempotency-key": operationId,
      },
      body: body && JSON.stringify(body),
      // Aborted at the deadline and when somebody cancels.
      signal,
    });
    if (response.ok) return response;
    const said = `The notes service answered ${response.status}: ${(await response.text()).slice(0, 200)}`;
    if (response.status === 404) return null;
    if (response.status === 429) throw new RetryAfter(delayOf(response), said);
    // Trying again cannot help with a wrong token or a refused text: the user has to fix the config.
    if (response.status < 500) throw new ConfigError(said);
    throw new Error(said);
  }
}

function delayOf(response: Response): number {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_DELAY_SECONDS;
}
