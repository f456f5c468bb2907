import { Link } from "~/features/shell/link.tsx";
import { resourceHref } from "~/lib/hrefs.ts";
import { keyMentions } from "./key-mentions.ts";

/** A server message that links the resources it names. */
export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {keyMentions(text).map(({ text: piece, target }, index) =>
        target === undefined ? (
          piece
        ) : (
          <Link
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have nothing but their place
            key={`${index} ${target}`}
            href={resourceHref(target)}
            prefetch={false}
            className="underline decoration-dotted underline-offset-2 hover:decoration-solid"
          >
            {piece}
          </Link>
        ),
      )}
    </>
  );
}
