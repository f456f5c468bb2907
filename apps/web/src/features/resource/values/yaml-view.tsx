import type { Json } from "@pragma/contract";
import { useMemo } from "react";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import { type YamlLine, type YamlToken, yamlTokens } from "./yaml-tokens.ts";

const CLASS_OF: Record<YamlToken["kind"], string> = {
  plain: "text-ink-soft",
  key: "text-ink",
  string: "text-ready-text",
  literal: "text-processing-text",
  masked: "text-ink-faint",
  reference: "text-accent-text underline decoration-dotted underline-offset-2 hover:decoration-solid",
};

export interface YamlViewProps {
  value: Json;
  /** Its name for screen readers, such as "Config". */
  label: string;
  /** Strings are data, `${` included, as a type may take them. */
  literal?: boolean;
  className?: string;
}

/** A value as YAML, in which each reference leads to the resource that it names. */
export function YamlView({ value, label, literal = false, className }: YamlViewProps) {
  const { text, lines } = useMemo(() => yamlTokens(value, { literal }), [value, literal]);
  return (
    <div className={cn("relative rounded-md border border-line weak:bg-sunken", className)}>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <section
        // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={label}
        className="max-h-[32rem] overflow-auto p-3 pr-12 font-mono text-dense leading-5"
      >
        <pre>
          <code>
            <YamlLines lines={lines} />
          </code>
        </pre>
      </section>
    </div>
  );
}

/** A value as YAML without a frame. */
export function YamlCode({ value, literal }: { value: Json; literal: boolean }) {
  const { lines } = useMemo(() => yamlTokens(value, { literal }), [value, literal]);
  return <YamlLines lines={lines} />;
}

/** Lines of YAML, coloured, with their links. */
function YamlLines({ lines }: { lines: readonly YamlLine[] }) {
  return <>{lines.map((line, index) => renderLine(line, `line ${index}`))}</>;
}

function renderLine(line: YamlLine, key: string) {
  return (
    <span key={key} className="block min-h-5">
      {line.map((token, index) => renderToken(token, `piece ${index}`))}
    </span>
  );
}

function renderToken({ text, kind, target }: YamlToken, key: string) {
  if (target === undefined) {
    return (
      <span key={key} className={CLASS_OF[kind]}>
        {text}
      </span>
    );
  }
  return (
    <Link key={key} href={resourceHref(target)} prefetch={false} title={target} className={CLASS_OF[kind]}>
      {text}
    </Link>
  );
}
