import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import { Marked, Renderer, type Tokens } from "marked";
import { GUIDES, type Guide } from "./guide.ts";

/**
 * Makes a guide from its Markdown. Links to other guides lead there, those to other files of the repository become text:
 * an installation does not have them. Diagrams and comments are left out.
 *
 * @param file its path in `docs`
 * @throws Error if it does not begin with a title
 */
export function renderGuide(file: string, markdown: string): Guide {
  const renderer = new GuideRenderer(file);
  const html = new Marked().parse(markdown, { renderer, async: false });
  const { title, headings } = renderer;
  if (title === undefined) throw new Error(`${file} has no title`);
  return { title, headings, html };
}

class GuideRenderer extends Renderer {
  title: string | undefined;
  readonly headings: { id: string; text: string }[] = [];
  readonly #slugger = new GithubSlugger();
  readonly #file: string;

  constructor(file: string) {
    super();
    this.#file = file;
  }

  override heading({ tokens, depth, text }: Tokens.Heading): string {
    const id = this.#slugger.slug(text);
    if (depth === 1) {
      this.title = text;
      return "";
    }
    if (depth === 2) this.headings.push({ id, text });
    return `<h${depth} id="${id}"><a href="#${id}">${this.parser.parseInline(tokens)}</a></h${depth}>\n`;
  }

  override link({ href, tokens }: Tokens.Link): string {
    const words = this.parser.parseInline(tokens);
    const address = addressOf(href, this.#file);
    return address === null ? words : `<a href="${address}">${words}</a>`;
  }

  override code(code: Tokens.Code): string {
    // Scroll areas are reached by keyboard.
    return code.lang === "mermaid" ? "" : super.code(code).replace("<pre>", '<pre tabindex="0">');
  }

  override table(table: Tokens.Table): string {
    return `<div class="scroll" tabindex="0" role="group" aria-label="Table">${super.table(table)}</div>\n`;
  }

  override tablecell(cell: Tokens.TableCell): string {
    // A head without words would be read out as one.
    return cell.header && cell.text === "" ? "<td></td>\n" : super.tablecell(cell);
  }

  override html(): string {
    return "";
  }
}

/** Where a link of a guide leads, from the page of another one. Null if the dashboard has no such page. */
function addressOf(href: string, from: string): string | null {
  if (/^(?:https?:|#)/.test(href)) return href;
  const [path = "", fragment] = href.split("#", 2);
  const target = posix.join(posix.dirname(from), path);
  const name = Object.entries(GUIDES).find(([, { file }]) => file === target)?.[0];
  if (name === undefined) return null;
  return fragment === undefined ? name : `${name}#${fragment}`;
}
