import { type Failure, signature } from "./failure.ts";

/**
 * Explains why no branch of a union fits: with the failures of the branch that was meant, if that can be told, or one
 * failure that names the alternatives.
 *
 * A branch was not meant if the instance has another type, or one of its fields is not the constant that distinguishes
 * the branches.
 */
export function chooseBranch(union: Failure, branches: readonly Failure[][]): Failure[] {
  if (Array.isArray(union.params.passingSchemas)) return [union];
  const depth = union.path.length;
  const meant = branches.filter((branch) => branch.length > 0 && !branch.some((failure) => tellsApart(failure, depth)));
  if (meant.length === 1) return meant[0] as Failure[];
  const common = inAll(meant.length > 0 ? meant : branches);
  if (common.length > 0) return common;
  if (meant.length === 0) return [mergeAlternatives(union, branches)];
  const fewest = Math.min(...meant.map((branch) => branch.length));
  const nearest = meant.filter((branch) => branch.length === fewest);
  return nearest.length === 1 ? (nearest[0] as Failure[]) : [union];
}

function tellsApart(failure: Failure, depth: number): boolean {
  const below = failure.path.length - depth;
  if (failure.keyword === "type") return below === 0;
  return (failure.keyword === "const" || failure.keyword === "enum") && below <= 1;
}

function inAll(branches: readonly Failure[][]): Failure[] {
  const [first = [], ...others] = branches;
  const sets = others.map((branch) => new Set(branch.map(signature)));
  return first.filter((failure) => sets.every((set) => set.has(signature(failure))));
}

/** Merges alternatives of the same kind at the same place into one failure: allowed values, or allowed types. */
function mergeAlternatives(union: Failure, branches: readonly Failure[][]): Failure {
  const tellers = branches.map((branch) => branch.find((failure) => tellsApart(failure, union.path.length)));
  const [first] = tellers;
  if (first === undefined) return union;
  const place = JSON.stringify(first.path);
  const alike = tellers.filter((teller) => teller !== undefined && JSON.stringify(teller.path) === place);
  if (alike.length < branches.length) return union;
  if (alike.every((teller) => teller?.keyword === "type")) {
    return { ...first, schema: [...new Set(alike.flatMap((teller) => teller?.schema ?? []))] };
  }
  const values = alike.flatMap((teller) => {
    if (teller?.keyword === "const") return [teller.schema];
    return teller?.keyword === "enum" && Array.isArray(teller.schema) ? teller.schema : [];
  });
  // Types among the alternatives cannot be listed together with values.
  return alike.some((teller) => teller?.keyword === "type") ? union : { ...first, keyword: "enum", schema: values };
}
