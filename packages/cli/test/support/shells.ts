import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Terminal } from "./terminal.ts";

const run = promisify(execFile);

export interface Place {
  /** Where the shell runs, and its home. */
  folder: string;
  /** Has `pragma` on its PATH. */
  env: Record<string, string>;
}

/** Completes a line as bash does on the tab key, and prints what it offers. */
const BASH = `
set -e
source <(pragma completion bash)
COMP_LINE=$1
COMP_POINT=\${#COMP_LINE}
read -r -a COMP_WORDS <<< "$COMP_LINE"
[[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
set +e
_pragma
printf '%s\\n' "\${COMPREPLY[@]}"
`;

export async function offeredByBash(line: string, place: Place): Promise<string[]> {
  return linesOf("bash", ["-c", BASH, "bash", line], place);
}

/** The script lies where fish looks for it. */
const FISH = `
mkdir -p ~/.config/fish/completions
pragma completion fish > ~/.config/fish/completions/pragma.fish
complete -C "$argv[1]"
`;

/** Each with what it means behind a tab, where that is known. */
export async function describedByFish(line: string, place: Place): Promise<string[]> {
  return linesOf("fish", ["-c", FISH, "--", line], place);
}

export async function offeredByFish(line: string, place: Place): Promise<string[]> {
  return (await describedByFish(line, place)).map((offer) => offer.replace(/\t.*/, ""));
}

async function linesOf(shell: string, args: string[], { folder, env }: Place): Promise<string[]> {
  const { stdout, stderr } = await run(shell, args, { env, cwd: folder });
  if (stderr !== "") throw new Error(`${shell} complains: ${stderr}`);
  return stdout.split("\n").filter(Boolean);
}

export const TAB = "\t";
/** Inserts all matches into the line, in place of the word. */
export const ALL = "\u0018a";

/** How the completion may be loaded. */
export const SOURCED = "source <(pragma completion zsh)";

/** `^Xe` notes the line as it stands and ends the shell. */
const KEYS = `
zle -C all-matches complete-word _generic
zstyle ':completion:all-matches:*' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert yes
zstyle ':completion:*' insert-tab false
bindkey '^Xa' all-matches
note-line() { print -r -- "$BUFFER" > line; BUFFER=exit; zle accept-line }
zle -N note-line
bindkey '^Xe' note-line
PS1='ready: '
`;

/** Returns the line of zsh after a key is pressed at its end, and what it shows meanwhile. */
export async function pressInZsh(
  line: string,
  key: string,
  { folder, env }: Place,
  load = SOURCED,
): Promise<{ line: string; shown: string }> {
  // The notes of an earlier run must not be taken for this one's.
  await rm(join(folder, "line"), { force: true });
  const zsh = new Terminal(["zsh", "-f", "-i"], { cwd: folder, env: { ...env, SETUP: `${load}\n${KEYS}` } });
  try {
    zsh.type('eval "$SETUP"\n');
    const { index } = await zsh.until(/ready: /);
    zsh.type(`${line}${key}\u0018e`);
    await zsh.ended;
    return { line: (await readFile(join(folder, "line"), "utf8")).replace(/\n$/, ""), shown: zsh.output.slice(index) };
  } finally {
    await zsh.close();
  }
}

/** The words that zsh puts in the place of the last one. */
export async function offeredByZsh(line: string, place: Place): Promise<string[]> {
  const all = (await pressInZsh(line, ALL, place)).line;
  // If there is nothing to offer, the line stays as it is.
  return all === line
    ? []
    : all
        .slice(line.lastIndexOf(" ") + 1)
        .split(" ")
        .filter(Boolean);
}
