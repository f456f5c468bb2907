import type { GivenHandling } from "@pragma/contract";
import { HANDLING_MEMBERS, HANDLING_WORDS } from "@pragma/contract/handling";
import { isJsonObject, type Json, type Path, suggest } from "@pragma/language";

type Member = keyof GivenHandling;
type Wrong = (message: string, ...below: Path) => undefined;

const READ: { [Name in Member]-?: (value: Json, wrong: (message: string) => undefined) => unknown } = {
  mode: (value, wrong) => readWord(HANDLING_WORDS.mode, value, wrong),
  on_delete: (value, wrong) => readWord(HANDLING_WORDS.on_delete, value, wrong),
  ignore: (value, wrong) =>
    Array.isArray(value) && value.every((path) => typeof path === "string") ? value : wrong("must be a list of paths"),
  drift: (value, wrong) => readWord(HANDLING_WORDS.drift, value, wrong),
  paused: (value, wrong) => (typeof value === "boolean" ? value : wrong("must be true or false")),
};

/** Reads how a document wants its resource handled; undefined if something in it is wrong. */
export function readHandling(value: Json, wrong: Wrong): GivenHandling | undefined {
  if (!isJsonObject(value)) return wrong(`must be an object of ${HANDLING_MEMBERS.join(", ")}`);
  const read: Record<string, unknown> = {};
  let isWrong = false;
  const complain =
    (member: string) =>
    (message: string): undefined => {
      isWrong = true;
      return wrong(message, member);
    };
  for (const [name, given] of Object.entries(value)) {
    if (!isMember(name)) complain(name)(`is unknown; ${hintFor(name)}`);
    else if (given !== null) read[name] = READ[name](given, complain(name));
  }
  return isWrong ? undefined : (read as GivenHandling);
}

function isMember(name: string): name is Member {
  return (HANDLING_MEMBERS as string[]).includes(name);
}

function hintFor(name: string): string {
  const close = suggest(name, HANDLING_MEMBERS);
  return close ? `did you mean ${close}?` : `the known ones are ${HANDLING_MEMBERS.join(", ")}`;
}

function readWord(words: readonly string[], value: Json, wrong: (message: string) => undefined): string | undefined {
  if (typeof value === "string" && words.includes(value)) return value;
  const close = typeof value === "string" ? suggest(value, words) : undefined;
  return wrong(`must be ${words.join(" or ")}${close ? `; did you mean ${close}?` : ""}`);
}
