import type { Field, readTyped } from "@pragma/language";
import type { KnownType, OrganizationTypes } from "../../foundation/types/index.ts";
import { isOpen, pathOf, pathsOf, type RankedType, takesData } from "./rank-types.ts";

/** A type that a new resource could be of, and its output that suits best. */
export interface ReferenceMaker {
  provider: string;
  resource: string;
  description: string | null;
  /** Empty where any name will do. */
  path: string;
  /** The config's author gives it that output, in `data`. */
  open: boolean;
}

/** A new resource that the text names. */
export interface NamedMaker extends ReferenceMaker {
  name: string;
}

const NAMED_MAKERS = 4;

/** The types with the best named outputs, and the best whose outputs are named by whoever writes its config. */
export function makersOf(ranked: readonly RankedType[]): ReferenceMaker[] {
  const usable = ranked.filter(({ type }) => !type.leaving);
  const named = usable.filter(({ best }) => best.path !== "" && best.type !== null).slice(0, NAMED_MAKERS);
  const [open] = usable.filter(({ best }) => best.path === "");
  return usable
    .filter((one) => one === open || named.includes(one))
    .map(({ type, best }) => ({
      provider: type.provider,
      resource: type.resource,
      description: type.description,
      path: best.path,
      open: best.path === "" && takesData(type),
    }));
}

/** A new resource to which the text would refer. */
export function missingOf(
  types: OrganizationTypes,
  { target: { provider, resource, name }, field }: NonNullable<ReturnType<typeof readTyped>>,
  ranked: readonly RankedType[],
): NamedMaker | null {
  if (field?.root === "config") return null;
  const type = types.find(provider, resource);
  if (!type || type.leaving) return null;
  const best = ranked.find((one) => one.type === type)?.best.path;
  const path = field === null ? best : outputOf(type, field);
  if (path === undefined) return null;
  const isNamed = pathsOf(type).some((one) => one.path === path && path !== "");
  return { provider, resource, name, description: type.description, path, open: !isNamed && takesData(type) };
}

/** The output that a reference names, if a new resource of the type could have it. */
function outputOf(type: KnownType, field: Field): string | undefined {
  const path = pathOf(field);
  if (pathsOf(type).some((one) => one.path === path)) return path;
  return isOpen(type) && field.keys.length === 1 ? path : undefined;
}
