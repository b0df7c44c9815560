import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Arrow, Box, Chart } from './chart.rules.ts';

/** Of a letter of the chart's fixed letters, px. */
const LETTER = 7.25;
const LINE = 16;
const NAME_LINE = 22;
const MARGIN = 10;
const START = 10;

export interface Placed {
  readonly path: string;
  readonly name: string;
  readonly kind: Box['kind'];
  readonly lines: readonly string[];
  readonly isLeaf: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Drawn {
  readonly from: string;
  /** As SVG writes a path. */
  readonly line: string;
  readonly labels: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}
export interface Laid {
  readonly width: number;
  readonly height: number;
  /** Outer before inner. */
  readonly boxes: readonly Placed[];
  readonly arrows: readonly Drawn[];
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.spacing.nodeNode': '24',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeLabel': '4',
  // What leads on is read downwards; only what leads back is drawn upwards.
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
};

/** The layout runs in a worker of its own, so that a big machine does not stop the page. */
const elk = new ELK.default({ workerUrl });

const widthOf = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map(({ length }) => length)) * LETTER;
const headOf = ({ lines }: Box): number => MARGIN + NAME_LINE + lines.length * LINE;

function nodeOf(box: Box): ElkNode {
  if (box.kind === 'start')
    return {
      id: `:${box.path}`,
      width: START,
      height: START,
      layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST' },
    };
  const width = widthOf([box.name, ...box.lines]) + 2 * MARGIN;
  const height = headOf(box) + MARGIN / 2;
  const id = `:${box.path}`;
  if (box.boxes.length === 0) return { id, width, height };
  const padding = `[top=${height + MARGIN},left=${MARGIN * 1.5},bottom=${MARGIN * 1.5},right=${MARGIN * 1.5}]`;
  return {
    id,
    children: box.boxes.map(nodeOf),
    layoutOptions: {
      'elk.padding': padding,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
  };
}

const edgeOf = ({ from, to, labels }: Arrow, at: number): ElkExtendedEdge => ({
  id: `arrow ${at}`,
  sources: [`:${from}`],
  targets: [`:${to}`],
  labels:
    labels.length === 0
      ? []
      : [{ text: labels.join('\n'), width: widthOf(labels) + 8, height: labels.length * LINE }],
});

function placed(box: Box, node: ElkNode): readonly Placed[] {
  const { x = 0, y = 0, width = 0, height = 0 } = node;
  const { path, name, kind, lines } = box;
  const inner = box.boxes.flatMap((child, at) => {
    const found = node.children?.[at];
    return found === undefined ? [] : placed(child, found);
  });
  return [{ path, name, kind, lines, isLeaf: box.boxes.length === 0, x, y, width, height }, ...inner];
}

function drawn({ sections, labels }: ElkExtendedEdge, from: string): Drawn {
  const line = (sections ?? [])
    .map(({ startPoint, bendPoints = [], endPoint }) =>
      [startPoint, ...bendPoints, endPoint]
        .map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`)
        .join(''),
    )
    .join('');
  const texts = (labels ?? []).flatMap(({ text = '', x = 0, y = 0 }) =>
    text.split('\n').map((one, at) => ({ text: one, x: x + 4, y: y + (at + 1) * LINE - 4 })),
  );
  return { from, line, labels: texts };
}

/** Where everything of a chart is drawn, in px. */
export async function layOut({ root, arrows }: Chart): Promise<Laid> {
  const graph: ElkNode = {
    id: 'chart',
    layoutOptions: OPTIONS,
    children: [nodeOf(root)],
    edges: arrows.map(edgeOf),
  };
  const done = await elk.layout(graph);
  const [outer] = done.children ?? [];
  return {
    width: done.width ?? 0,
    height: done.height ?? 0,
    boxes: outer === undefined ? [] : placed(root, outer),
    arrows: (done.edges ?? []).map((edge, at) => drawn(edge, arrows[at]?.from ?? '')),
  };
}
