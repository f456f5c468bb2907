import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A place in a source file that compares the state of a resource. */
export interface FoundComparison {
  file: string;
  line: number;
  /** As it is written in the source. */
  text: string;
}

const STATES = new Set(["draft", "pending", "processing", "ready", "failed"]);
/** Words for nothing else: they tell a state whatever it is called where it is compared. */
const TELLING = new Set(["draft", "processing"]);
const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
const IN_SQL =
  /\b(?:lifecycle|from|to)_state (?:=|<>|!=|IS (?:NOT )?DISTINCT FROM|(?:NOT )?IN) ?\(?'(?:draft|pending|processing|ready|failed)'/;

/** Columns that say by being null that something is not so. */
const MARKS = new Set(["deleting_since", "stale_since"]);

/** All comparisons of resource states and marks in a file: operators, `switch`, `includes` and `has`, conditions in SQL. */
export function findStateComparisons(root: string, file: string): FoundComparison[] {
  const tree = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: FoundComparison[] = [];
  const visit = (node: ts.Node): void => {
    if (isComparison(node)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      found.push({ file, line: line + 1, text: node.getText(tree).slice(0, 120) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isComparison(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) {
    return isOfState(node.left, node.right) || isOfState(node.right, node.left) || isOfMark(node.left, node.right);
  }
  if (ts.isCaseClause(node)) return isOfState(node.parent.parent.expression, node.expression);
  if (ts.isCallExpression(node)) return isMembership(node);
  return isSql(node);
}

function isOfState(value: ts.Expression, literal: ts.Expression): boolean {
  if (!ts.isStringLiteralLike(literal) || !STATES.has(literal.text)) return false;
  return TELLING.has(literal.text) || namesState(value);
}

/** `row.stale_since === null`. A deployment has a mark of that name, too. */
function isOfMark(value: ts.Expression, other: ts.Expression): boolean {
  if (/^deployment\b/.test(value.getText())) return false;
  const name = ts.isPropertyAccessExpression(value) ? value.name : value;
  return other.kind === ts.SyntaxKind.NullKeyword && ts.isIdentifier(name) && MARKS.has(name.text);
}

function namesState(value: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(value) || ts.isNonNullExpression(value) || ts.isAsExpression(value)) {
    return namesState(value.expression);
  }
  const name = ts.isPropertyAccessExpression(value) ? value.name : value;
  if (ts.isElementAccessExpression(value)) {
    const key = value.argumentExpression;
    return ts.isStringLiteralLike(key) && /state$/i.test(key.text);
  }
  return ts.isIdentifier(name) && /state$/i.test(name.text);
}

/** `["ready", "failed"].includes(state)`, `new Set(["ready"]).has(state)` */
function isMembership({ expression, arguments: [argument] }: ts.CallExpression): boolean {
  if (!argument || !ts.isPropertyAccessExpression(expression)) return false;
  if (!["includes", "has", "indexOf"].includes(expression.name.text)) return false;
  let list: ts.Expression | undefined = expression.expression;
  if (ts.isNewExpression(list)) list = list.arguments?.[0];
  if (!list || !ts.isArrayLiteralExpression(list)) return false;
  return list.elements.some((element) => isOfState(argument, element));
}

/** Templates are looked at as a whole: what is put into them does not matter. */
function isSql(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return IN_SQL.test(node.text);
  return ts.isTemplateExpression(node) && IN_SQL.test(node.getText());
}
