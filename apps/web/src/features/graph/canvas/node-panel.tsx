"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Bomb, ExternalLink, Focus, Plus, SearchX, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { Notice, Skeleton } from "~/components/ui/states.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { newResourceHref, resourceHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { type GraphModel, type ModelNode, type Neighbour, neighboursOf } from "../model/graph-model.ts";
import { isCalm } from "../model/state-style.ts";
import type { Mode, Question } from "../question/question.ts";

export interface NodePanelProps {
  model: GraphModel;
  node: ModelNode;
  /** The mode of a question whose answer this panel covers. */
  asked: Mode | null;
  onSelect: (key: string | null) => void;
  onFocusOn: (key: string) => void;
  onAsk: (question: Question) => void;
}

/** The essentials of the resource selected in the graph, with links to more. */
export function NodePanel({ model, node, asked, onSelect, onFocusOn, onAsk }: NodePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const canWrite = useCan("resources:write");
  const { upstream, downstream } = neighboursOf(model, node.id);
  const isAbsent = node.lifecycle_state === null;
  useEffect(() => {
    // On narrow screens the panel lies below the selected node.
    heading.current?.scrollIntoView({ block: "nearest" });
    // With the keyboard it would be as many steps away as there are nodes.
    const chosen = nodeElement(node.id);
    if (chosen === document.activeElement && chosen?.matches(":focus-visible")) heading.current?.focus();
  }, [node.id]);
  const close = (): void => {
    onSelect(null);
    nodeElement(node.id)?.focus();
  };
  return (
    <aside
      aria-label={`About ${node.key}`}
      onKeyDown={({ key }) => {
        if (key === "Escape") close();
      }}
      className="flex max-h-full flex-col overflow-y-auto border-line bg-surface max-lg:border-t lg:w-80 lg:shrink-0 lg:border-l"
    >
      <header className="flex items-start justify-between gap-2 px-4 pt-3">
        <div className="min-w-0">
          <h2 ref={heading} tabIndex={-1} className="[overflow-wrap:anywhere] font-semibold text-ink">
            {node.name}
          </h2>
          <p className="[overflow-wrap:anywhere] text-dense text-ink-faint">
            {node.provider}/{node.resource}
          </p>
        </div>
        <Button size="smallIcon" variant="ghost" aria-label="Close panel" onClick={close}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="flex flex-col gap-4 px-4 pt-3 pb-4">
        {asked === null ? null : (
          <Button size="small" variant="ghost" className="self-start" onClick={() => onSelect(null)}>
            <ArrowLeft aria-hidden /> Back to the {asked === "cause" ? "root cause" : "blast radius"}
          </Button>
        )}
        <div role="status">
          <StateBadge state={node.lifecycle_state} />
        </div>
        {isAbsent ? (
          <p className="text-ink-soft">It is referenced, but does not exist. Its dependents wait until it is ready.</p>
        ) : (
          <Essentials node={node} />
        )}
        <div className="flex flex-wrap gap-2">
          {isAbsent ? null : (
            <Button asChild size="small" variant="primary">
              <Link href={resourceHref(node.key)}>
                <ExternalLink aria-hidden /> Open resource
              </Link>
            </Button>
          )}
          {isAbsent && canWrite ? (
            <Button asChild size="small" variant="primary">
              <Link href={newResourceHref({ type: `${node.provider}/${node.resource}`, name: node.name })}>
                <Plus aria-hidden /> Create it
              </Link>
            </Button>
          ) : null}
          {isAbsent ? null : (
            <>
              {isCalm(node.lifecycle_state) ? null : (
                <Button size="small" onClick={() => onAsk({ mode: "cause", of: node.key })}>
                  <SearchX aria-hidden /> Root cause
                </Button>
              )}
              <Button size="small" onClick={() => onAsk({ mode: "blast", of: node.key })}>
                <Bomb aria-hidden /> Blast radius
              </Button>
              <Button size="small" onClick={() => onFocusOn(node.key)}>
                <Focus aria-hidden /> Focus neighbourhood
              </Button>
            </>
          )}
        </div>
        <NeighbourList title="Depends on" of={upstream} owner="owner" onSelect={onSelect} />
        <NeighbourList title="Used by" of={downstream} owner="owned" onSelect={onSelect} />
      </div>
    </aside>
  );
}

function nodeElement(id: string): HTMLElement | null {
  return document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
}

function Essentials({ node }: { node: ModelNode }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.resources.get.queryOptions({ id: node.key }));
  useLiveRefresh(
    () => refetch(),
    ({ resource_id }) => resource_id === node.id,
  );
  if (error) return <Notice tone="danger">{error.message}</Notice>;
  if (!data) return <Skeleton className="h-16" />;
  const { resource } = data;
  const blocked = resource.conditions.find(({ type, status }) => type === "DependenciesReady" && status === "False");
  return (
    <div className="flex flex-col gap-2">
      {resource.error === null ? null : (
        <p className="max-h-40 overflow-y-auto break-words rounded-md bg-failed-soft px-3 py-2 text-failed-text">
          {resource.error}
        </p>
      )}
      {blocked ? <p className="break-words text-ink-soft">{blocked.message}</p> : null}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-ink-faint">Changed</dt>
        <dd>
          <RelativeTime iso={resource.updated_at} />
        </dd>
        <dt className="text-ink-faint">Generation</dt>
        <dd>{resource.generation}</dd>
        {resource.tags && resource.tags.length > 0 ? (
          <>
            <dt className="text-ink-faint">Tags</dt>
            <dd className="break-words">{resource.tags.join(", ")}</dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}

function NeighbourList({
  title,
  of,
  owner,
  onSelect,
}: {
  title: string;
  of: readonly Neighbour[];
  owner: string;
  onSelect: (key: string) => void;
}) {
  return (
    <section>
      <h3 className="text-xs font-medium text-ink-faint">
        {title} ({of.length})
      </h3>
      <ul className="mt-1 flex flex-col">
        {of.map(({ node, kind }) => (
          <li key={`${kind} ${node.id}`}>
            <button
              type="button"
              onClick={() => onSelect(node.key)}
              className="flex min-h-8 w-full items-center justify-between gap-2 rounded-md px-2 py-1 text-left hover:bg-sunken"
            >
              <span className="min-w-0 [overflow-wrap:anywhere] font-mono text-dense text-ink">
                {node.group ? node.name : node.key}
                {kind === "owner" ? <span className="font-sans text-ink-faint"> ({owner})</span> : null}
              </span>
              <StateBadge state={node.lifecycle_state} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
