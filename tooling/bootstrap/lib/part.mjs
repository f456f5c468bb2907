/** Suites of `npm test`. */
export const SUITES = /** @type {const} */ (["checks", "unit", "integration", "browser"]);

/**
 * A part of the test run, for machines that share it: `npm test -- browser --shard=1/3`. Without arguments it is all of it.
 *
 * @param {readonly string[]} args names of suites, and which of as many equal shares of their tests
 * @returns {{ suites: readonly string[], shard: string | undefined }}
 * @throws {Error} for anything else: a part that is misspelled would pass without a test
 */
export function partOf(args) {
  const shards = args.filter((arg) => arg.startsWith("--shard="));
  const suites = args.filter((arg) => !shards.includes(arg));
  const unknown = suites.find((name) => !SUITES.some((suite) => suite === name));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}": name some of ${SUITES.join(", ")}`);
  const shard = shards.at(-1)?.slice("--shard=".length);
  const [, share = "0", of = "0"] = /^(\d+)\/(\d+)$/.exec(shard ?? "1/1") ?? [];
  if (Number(share) < 1 || Number(share) > Number(of)) throw new Error(`--shard=${shard} is not like --shard=1/3`);
  return { suites: suites.length > 0 ? suites : SUITES, shard };
}
