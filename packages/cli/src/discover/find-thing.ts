import type { Candidate } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { oneLine } from "../output/printable.ts";
import type { Session } from "../session/session.ts";
import type { Search } from "./find-candidates.ts";

/**
 * Finds the one thing of an identity.
 * @throws CliError if there is none, or a resource manages it
 */
export async function findThing(
  session: Session,
  provider: string,
  search: Search & { identity: string },
): Promise<Candidate> {
  const client = await session.client();
  const { items } = await client.providers.discover(provider, search, { signal: session.io.signal });
  const [thing] = items;
  const what = oneLine(`${provider}/${search.type} "${search.identity}"`);
  if (thing === undefined) {
    throw new CliError(`There is no ${what}`, {
      exitCode: EXIT.notFound,
      hint: `\`pragma discover ${oneLine(`${provider}/${search.type}`)}\` lists what there is.`,
    });
  }
  if (thing.managed_by !== null) {
    const { namesIn } = await import("../change/show/plan-sections.ts");
    throw new CliError(`${what} is managed by ${oneLine(namesIn([])(thing.managed_by))} already`, {
      exitCode: EXIT.conflict,
    });
  }
  return thing;
}
