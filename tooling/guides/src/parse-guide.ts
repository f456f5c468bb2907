/** A fenced block that a reader pastes into a shell. */
export interface Commands {
  kind: "commands";
  /** Line of the fence, from 1. */
  line: number;
  code: string;
  /** Answer that is shown right below; `…` stands for any text. */
  answer?: string;
  /** The code that it ends with when all is as it should be, where that is not 0. */
  exitCode?: number;
  /** A test elsewhere that runs it, for what needs a browser or a machine of its own. */
  testedBy?: string;
}

/** A fenced block whose first line is a comment with a file name: what a reader saves under that name. */
export interface SavedFile {
  kind: "file";
  line: number;
  path: string;
  text: string;
}

export type Block = Commands | SavedFile;

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const TESTED_BY = /<!-- tested by (\S+) -->\n$/;
const ENDS_WITH = /<!-- ends with (\d+) -->\n$/;
const FILE_NAME = /^(?:#|\/\/) ([\w./-]+\.\w+)\n/;

/**
 * The blocks of a guide that do something, in their order: `sh`, with a `text` block below it as its answer, and files.
 *
 * @throws Error for a `text` block that answers nothing: it would look checked
 */
export function parseGuide(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const { 1: language, 2: body = "", index } of markdown.matchAll(FENCE)) {
    const line = markdown.slice(0, index).split("\n").length;
    if (language === "sh") {
      const before = markdown.slice(0, index);
      const testedBy = TESTED_BY.exec(before)?.[1];
      const exitCode = ENDS_WITH.exec(before)?.[1];
      blocks.push({
        kind: "commands",
        line,
        code: body,
        ...(testedBy === undefined ? {} : { testedBy }),
        ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
      });
    } else if (language === "text") {
      const last = blocks.at(-1);
      if (last?.kind !== "commands" || last.answer !== undefined) throw new Error(`line ${line} answers no commands`);
      last.answer = body;
    } else {
      const path = FILE_NAME.exec(body)?.[1];
      if (path !== undefined) blocks.push({ kind: "file", line, path, text: body });
    }
  }
  return blocks;
}
