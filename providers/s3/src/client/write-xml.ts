/** What an element holds: a text or number, elements by their names, or several of one name. Undefined is left out. */
export type Content = string | number | boolean | { readonly [name: string]: Content | readonly Content[] | undefined };

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** Writes a document of the S3 API. */
export function writeXml(name: string, content: Content): string {
  return `<${name} xmlns="${NAMESPACE}">${inner(content)}</${name}>`;
}

function inner(content: Content): string {
  if (typeof content !== "object") return String(content).replace(/[&<>"\r]/g, (sign) => ESCAPES[sign] ?? sign);
  return Object.entries(content)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      const all = Array.isArray(value) ? (value as readonly Content[]) : [value as Content];
      return all.map((one) => `<${name}>${inner(one)}</${name}>`);
    })
    .join("");
}
