import { SaxesParser } from "saxes";

const MAX_DEPTH = 16;
const MAX_ELEMENTS = 50_000;

/** An element of an answer. Attributes and prefixes of names are left out: S3 says nothing by them. */
export interface Element {
  name: string;
  children: Element[];
  text: string;
}

/**
 * Parses an answer of a server, in time linear in its length.
 *
 * @throws Error for what is no XML, has a doctype (whose entities could multiply it), or nests deeper or has more elements than any answer
 */
export function parseXml(body: Buffer): Element {
  const parser = new SaxesParser();
  const root: Element = { name: "", children: [], text: "" };
  const open: Element[] = [root];
  let count = 0;
  parser.on("error", (error) => {
    throw new Error(`The answer is no XML: ${error.message}`);
  });
  parser.on("doctype", () => {
    throw new Error("The answer has a doctype");
  });
  parser.on("opentag", ({ name }) => {
    const element = { name: name.slice(name.indexOf(":") + 1), children: [], text: "" };
    if (open.length > MAX_DEPTH || ++count > MAX_ELEMENTS) throw new Error("The answer has too many elements");
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(body.toString("utf8")).close();
  const [first] = root.children;
  if (!first) throw new Error("The answer is empty");
  return first;
}

/** The text of an element, or of a member of it; undefined if it has no such member. */
export function textOf(element: Element): string;
export function textOf(element: Element, member: string): string | undefined;
export function textOf(element: Element, member?: string): string | undefined {
  if (member === undefined) return element.text;
  return childOf(element, member)?.text;
}

/** The first member of that name. */
export function childOf(element: Element, name: string): Element | undefined {
  return element.children.find((child) => child.name === name);
}

/** All members of that name. */
export function childrenOf(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}
