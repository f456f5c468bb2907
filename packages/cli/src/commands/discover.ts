import type { JsonObject } from "@pragma/language";
import { candidateDocument, candidateName } from "@pragma/manifest";
import type { Candidate } from "@pragma/sdk";
import { findCandidates } from "../discover/find-candidates.ts";
import { readType, SEARCH_OPTIONS, TYPE_ARGUMENT } from "../discover/type-argument.ts";
import { whereConfig } from "../discover/where-config.ts";
import { defineCommand } from "../framework/command.ts";
import { escapeFiles } from "../manifest/insert-files.ts";
import { printable } from "../output/printable.ts";

export const command = defineCommand({
  description: `Prints a document for each thing that exists and that no resource manages yet: applied, it takes the thing over as it is, and its
deletion would leave the thing where it is. Read them, give what nobody could read, such as passwords, and plan them. -o json gives what
the provider tells, with what is managed already. Each hundred count as five requests.`,
  args: { type: TYPE_ARGUMENT },
  options: {
    ...SEARCH_OPTIONS,
    limit: { type: "number", min: 1, description: "How many at most; all if left out" },
  },
  examples: [
    { does: "All databases of a server, as documents", run: "pragma discover postgres/database > databases.yaml" },
    { does: "The schemas of one", run: "pragma discover postgres/schema --where database=shop > schemas.yaml" },
    {
      does: "What nobody manages yet",
      run: "pragma discover postgres/role -o json | jq -r '.[] | select(.managed_by == null).identity'",
    },
  ],
  async run({ args, options, session }) {
    const { provider, resource } = readType(args.type);
    const { connection, where, limit = Number.POSITIVE_INFINITY } = options;
    const known = whereConfig(where);
    const search = { type: resource, config: known, ...(connection !== undefined && { connection }) };
    const found: Candidate[] = [];
    for await (const candidate of findCandidates(session, provider, search, limit)) found.push(candidate);
    const free = found.filter(({ managed_by }) => managed_by === null);
    const taken = new Set<string>();
    const printed = { provider, resource, connection, known: escapeFiles(known) };
    await session.emit(found, () =>
      free
        .map((candidate) => {
          const name = candidateName(candidate, taken);
          const config = escapeFiles((candidate.config ?? {}) as JsonObject);
          return printable(candidateDocument(printed, { ...candidate, config }, name)).trimEnd();
        })
        .join("\n---\n"),
    );
    const managed = found.length - free.length;
    if (session.globals.output === "table")
      session.note(`${found.length} found${managed === 0 ? "" : `, ${managed} of them managed already and left out`}`);
  },
});
