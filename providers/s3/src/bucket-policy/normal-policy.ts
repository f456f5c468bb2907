/** Members of a statement whose order and form make no difference: one text is a list of one. */
const SETS = new Set(["Action", "NotAction", "Resource", "NotResource"]);

/**
 * A policy in a form that is equal for policies that mean the same to a server, after the grammar of the JSON policy language: the order
 * of statements, of members and within sets is nothing, a single member is a list of one, values of conditions are texts, an account is
 * its root user, and everybody is everybody.
 */
export function normalPolicy(policy: unknown): unknown {
  if (!isObject(policy)) return policy;
  const { Statement: statements, ...rest } = policy;
  const all = (Array.isArray(statements) ? statements : [statements]).map(normalStatement);
  return sorted({ ...rest, Statement: all.sort(byText) });
}

function normalStatement(statement: unknown): unknown {
  if (!isObject(statement)) return statement;
  const members = Object.entries(statement).flatMap(([name, value]) => {
    if (name === "Sid" && value === "") return [];
    if (SETS.has(name)) return [[name, normalSet(value)]];
    if (name === "Principal" || name === "NotPrincipal") return [[name, normalPrincipal(value)]];
    return [[name, name === "Condition" ? normalCondition(value) : value]];
  });
  return sorted(Object.fromEntries(members));
}

function normalPrincipal(principal: unknown): unknown {
  if (principal === "*") return { AWS: ["*"] };
  if (!isObject(principal)) return principal;
  const kinds = Object.entries(principal).map(([kind, value]) => {
    const all = Array.isArray(value) ? value : [value];
    return [kind, normalSet(kind === "AWS" ? all.map(rootOf) : all)];
  });
  return sorted(Object.fromEntries(kinds));
}

function rootOf(principal: unknown): unknown {
  return typeof principal === "string" && /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}

function normalCondition(condition: unknown): unknown {
  if (!isObject(condition)) return condition;
  const operators = Object.entries(condition).map(([operator, keys]) => {
    if (!isObject(keys)) return [operator, keys];
    const values = Object.entries(keys).map(([key, value]) => {
      const all = Array.isArray(value) ? value : [value];
      return [key, normalSet(all.map((one) => (typeof one === "object" ? one : String(one))))];
    });
    return [operator, sorted(Object.fromEntries(values))];
  });
  return sorted(Object.fromEntries(operators));
}

function normalSet(value: unknown): unknown {
  return [...(Array.isArray(value) ? value : [value])].sort(byText);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function byText(one: unknown, other: unknown): number {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
