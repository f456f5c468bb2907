import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { readManifest } from "@pragma/manifest";
import { manifestSchema, schemaDocument } from "../schema/manifest-schema.ts";
import { documentAround, readType } from "./document-type.ts";
import { type FieldDocs, fieldDocs } from "./field-docs.ts";
import type { LanguageData } from "./language-data.ts";

/** Documentation of the field under the pointer. */
export function hoverDocs(data: () => LanguageData): Extension {
  return hoverTooltip((view, position) => {
    const { text, start } = documentAround(view.state.doc.toString(), position);
    const found = readManifest(text).pathAt(position - start);
    if (!found) return null;
    const { types } = data();
    const { provider, config } = readType(text, types);
    const { root, path } = schemaDocument(found.path, manifestSchema(types, provider), config);
    const docs = fieldDocs(root, path);
    if (!docs) return null;
    return {
      pos: start + found.range.from,
      end: start + found.range.to,
      above: true,
      create: () => ({ dom: draw(docs) }),
    };
  });
}

function draw({ name, type, required, description, rules }: FieldDocs): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-hover-docs";
  const title = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = name;
  const kind = document.createElement("span");
  kind.textContent = ` ${[type, ...(required ? ["required"] : []), ...rules].join(", ")}`;
  title.append(strong, kind);
  dom.append(title);
  if (description !== null) {
    const words = document.createElement("div");
    words.textContent = description;
    dom.append(words);
  }
  return dom;
}
