import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Section } from '../../parts/section.tsx';
import { statesOf } from '../actors.rules.ts';
import { chartOf, litBy, type ChartState } from '../chart.rules.ts';
import type { Drawn, Laid, Placed } from '../layout.ts';
import { actor } from '../state.ts';
import { words } from '../words.ts';

/** Machines are few, and of each there may be many actors. */
const laid = new Map<string, Promise<Laid>>();

function layOutOnce(definition: string): Promise<Laid> {
  const known = laid.get(definition);
  if (known !== undefined) return known;
  const chart = chartOf(JSON.parse(definition) as ChartState);
  // What lays out is large, and needed by nobody who looks at no machine.
  const laying = import('../layout.ts').then(({ layOut }) => layOut(chart));
  laid.set(definition, laying);
  return laying;
}

type Drawing = { readonly of: string; readonly laid: Laid | 'failed' };

/** The chosen actor's machine: its states and what leads from one to the other, and where it stands. */
export function Chart() {
  const isWhole = useSignal(true);
  const drawing = useSignal<Drawing | undefined>(undefined);
  const definition = actor.value?.definition;
  useEffect(() => {
    if (definition === undefined) return;
    const keep = (result: Laid | 'failed'): void => {
      if (actor.value?.definition === definition) drawing.value = { of: definition, laid: result };
    };
    layOutOnce(definition).then(keep, () => {
      laid.delete(definition);
      keep('failed');
    });
  }, [definition]);
  const shown = drawing.value?.of === definition ? drawing.value?.laid : undefined;
  const states = statesOf(actor.value?.value).join(', ');
  return (
    <Section
      name={isWhole.value ? 'chart whole' : 'chart'}
      heading={actor.value?.name ?? words.chart}
      aside={
        <button type="button" class="link" onClick={() => (isWhole.value = !isWhole.value)}>
          {isWhole.value ? words.large : words.whole}
        </button>
      }
    >
      {actor.value === undefined ? (
        <p class="empty">{words.none}</p>
      ) : (
        <>
          <p class="standing" role="status">
            {words.standsIn(states)}
          </p>
          {shown === undefined && <p class="empty">{words.drawing}</p>}
          {shown === 'failed' && <p class="empty">{words.notDrawn}</p>}
          {shown !== undefined && shown !== 'failed' && (
            <Picture laid={shown} label={words.chartOf(actor.value.name, states)} />
          )}
        </>
      )}
    </Section>
  );
}

function Picture({ laid: { width, height, boxes, arrows }, label }: { laid: Laid; label: string }) {
  const lit = litBy(actor.value?.value);
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <defs>
          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0L8 4L0 8Z" class="tip" />
          </marker>
        </defs>
        {boxes.map((box) => (
          <State key={box.path} box={box} isLit={box.path === '' || lit.has(box.path)} />
        ))}
        {arrows.map((arrow, at) => (
          <Line key={at} arrow={arrow} isLit={lit.has(arrow.from)} />
        ))}
      </svg>
    </div>
  );
}

function State({ box, isLit }: { box: Placed; isLit: boolean }) {
  const { path, name, kind, lines, isLeaf, x, y, width, height } = box;
  if (kind === 'start') return <circle class="start" cx={x + width / 2} cy={y + height / 2} r={width / 2} />;
  const classes = ['state', kind, isLeaf ? 'leaf' : 'around', isLit ? 'lit' : ''].filter(Boolean).join(' ');
  return (
    <g class={classes} data-state={path}>
      <rect x={x} y={y} width={width} height={height} rx="7" />
      {kind === 'final' && <rect x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx="5" />}
      <text class="name" x={x + 10} y={y + 22}>
        {name}
      </text>
      {lines.map((line, at) => (
        <text key={line} x={x + 10} y={y + 42 + at * 16}>
          {line}
        </text>
      ))}
    </g>
  );
}

const Line = ({ arrow: { line, labels }, isLit }: { arrow: Drawn; isLit: boolean }) => (
  <g class={isLit ? 'arrow lit' : 'arrow'}>
    <path d={line} marker-end="url(#tip)" />
    {labels.map(({ text, x, y }) => (
      <text key={text} x={x} y={y}>
        {text}
      </text>
    ))}
  </g>
);
