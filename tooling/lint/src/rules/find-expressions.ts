import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A regular expression as it stands in a source file. */
export interface FoundExpression {
  file: string;
  line: number;
  /** As it is written in the source. */
  text: string;
  /** Undefined where the source alone does not tell what the expression will be. */
  source: string | undefined;
  flags: string;
}

/** All regular expressions of a file: literals, and what `RegExp` is called with. */
export function findExpressions(root: string, file: string): FoundExpression[] {
  const tree = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const constants = readConstants(tree);
  const found: FoundExpression[] = [];
  const visit = (node: ts.Node): void => {
    const expression = readExpression(node, constants);
    if (expression) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      found.push({ file, line: line + 1, text: node.getText(tree), ...expression });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

type Constants = ReadonlyMap<string, string>;

function readExpression(node: ts.Node, constants: Constants): Pick<FoundExpression, "source" | "flags"> | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf("/");
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  if (!ts.isIdentifier(node.expression) || node.expression.text !== "RegExp") return undefined;
  const [pattern, flags] = node.arguments ?? [];
  return {
    source: pattern && textOf(pattern, constants),
    flags: (flags && textOf(flags, constants)) ?? "",
  };
}

/** Constants of the file whose text is known; those further down may use those further up. */
function readConstants(tree: ts.SourceFile): Constants {
  const constants = new Map<string, string>();
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const text = initializer && textOf(initializer, constants);
      if (ts.isIdentifier(name) && text !== undefined) constants.set(name.text, text);
    }
  }
  return constants;
}

function textOf(node: ts.Expression, constants: Constants): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text);
  if (!ts.isTemplateExpression(node)) return undefined;
  let text = node.head.text;
  for (const { expression, literal } of node.templateSpans) {
    const part = textOf(expression, constants);
    if (part === undefined) return undefined;
    text += part + literal.text;
  }
  return text;
}
