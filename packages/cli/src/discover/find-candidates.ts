import type { JsonObject } from "@pragma/language";
import { fitsKnown } from "@pragma/manifest";
import type { Candidate, DiscoverInput } from "@pragma/sdk";
import type { Session } from "../session/session.ts";

/** What is asked for: as a request, without the place in the list. */
export type Search = Omit<DiscoverInput, "limit" | "cursor"> & { config: JsonObject };

/**
 * All that exists of a type, part by part, up to a number. What a provider tells of a config has to have the fields that are asked for.
 * Says on stderr why there may be more.
 */
export async function* findCandidates(
  session: Session,
  provider: string,
  search: Search,
  limit: number,
): AsyncGenerator<Candidate> {
  const client = await session.client();
  const seen = new Set<string>();
  let cursor: string | null = null;
  let left = limit;
  do {
    const part = await client.providers.discover(
      provider,
      { ...search, ...(cursor !== null && { cursor }) },
      { signal: session.io.signal },
    );
    for (const warning of part.warnings) session.note(warning);
    for (const candidate of part.items) {
      if (left === 0) return;
      if (!fitsKnown(candidate, search.config)) continue;
      left--;
      yield candidate;
    }
    cursor = part.cursor;
    // The API tells a cursor that comes at once; it knows nothing of those before.
    if (cursor !== null && seen.has(cursor)) {
      session.note("The provider gave a cursor again that it gave before, so the list ends here: there may be more");
      return;
    }
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
}
