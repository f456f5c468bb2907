import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Link } from "~/features/shell/link.tsx";
import { GUIDES, type Guide } from "~/guides/guide.ts";
import { cn } from "~/lib/class-names.ts";
import { guideHref } from "~/lib/hrefs.ts";

interface Props {
  name: string;
  guide: Guide;
}

/** A guide, beside its parts and the other guides. They come first: the text is long, and must not move when they arrive. */
export function GuidePage({ name, guide }: Props) {
  return (
    <>
      <PageHeader title={guide.title} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_15rem] xl:gap-6">
        <details className="group xl:hidden">
          <summary className="flex w-fit cursor-pointer items-center gap-1 rounded text-dense font-medium text-accent-text">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" /> Contents
          </summary>
          <Contents name={name} guide={guide} className="mt-3" />
        </details>
        <Contents
          name={name}
          guide={guide}
          className="sticky top-20 col-start-2 row-start-1 max-h-[calc(100dvh-6rem)] overflow-y-auto max-xl:hidden"
        />
        <Card className="min-w-0 xl:col-start-1 xl:row-start-1">
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own text, made by the build of the same commit */}
          <article className="guide px-4 py-5 sm:px-6" dangerouslySetInnerHTML={{ __html: guide.html }} />
        </Card>
      </div>
    </>
  );
}

function Contents({ name, guide: { headings }, className }: Props & { className: string }) {
  return (
    <div className={cn("flex flex-col gap-5", className)}>
      {headings.length === 0 ? null : (
        <Places label="On this page">
          {headings.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`} className="block rounded px-2 py-1 text-ink-soft hover:bg-sunken hover:text-ink">
                {text.replaceAll("`", "")}
              </a>
            </li>
          ))}
        </Places>
      )}
      <Places label="Guides">
        {Object.entries(GUIDES).map(([other, { title }]) => (
          <li key={other}>
            <Link
              href={guideHref(other)}
              prefetch={false}
              aria-current={other === name ? "page" : undefined}
              className={cn(
                "block rounded px-2 py-1 hover:bg-sunken",
                other === name ? "font-medium text-accent-text" : "text-ink-soft hover:text-ink",
              )}
            >
              {title}
            </Link>
          </li>
        ))}
      </Places>
    </div>
  );
}

function Places({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="text-dense">
      <p className="mb-1 px-2 text-xs font-medium text-ink-faint">{label}</p>
      <ul className="flex flex-col gap-0.5">{children}</ul>
    </nav>
  );
}
