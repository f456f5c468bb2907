import { Fragment } from "react";

/** The key of a resource, which breaks after its slashes where it is too long for its place, and not inside its words. */
export function KeyText({ text }: { text: string }) {
  return text.split(/(?<=\/)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts may be the same, and stay where they are
    <Fragment key={index}>
      {index > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ));
}
