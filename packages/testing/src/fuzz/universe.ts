import fc from "fast-check";

/** Few names, so that requests meet objects of others. */
const NAMES = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"] as const;
export const FILES = ["f0.txt", "f1.bin", "f2"] as const;
export const SETS = ["s0", "s1"] as const;

/** The provider of the run. It stays deployed. */
export const FUZZ_PROVIDER = "fuzz";
/** Providers that requests push, deploy and delete. */
export const PASSING_PROVIDERS = ["tmp0", "tmp1"] as const;

/** Types that requests apply; no provider serves the last. */
export const TYPES = [
  "pragma/secret",
  "pragma/config",
  "pragma/file",
  `${FUZZ_PROVIDER}/thing`,
  "fs/file",
  "nobody/thing",
] as const;
export type TypeName = (typeof TYPES)[number];

export const KEYS = ["a", "b", "c", "tls.crt"] as const;

export interface Target {
  readonly type: TypeName;
  readonly name: string;
}

export const target: fc.Arbitrary<Target> = fc.record({
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<TypeName>("pragma/secret", "pragma/config", `${FUZZ_PROVIDER}/thing`) },
    { weight: 1, arbitrary: fc.constantFrom<TypeName>(...TYPES) },
  ),
  name: fc.constantFrom<string>(...NAMES),
});

/** `provider/resource/name` of a target. */
export function keyOf({ type, name }: Target): string {
  return `${type}/${name}`;
}
