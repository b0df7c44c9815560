/** The first bytes by which the game tells its file types apart, with the sizes they state. */

const MDL_V6 = 0x01000006;
const MDL_HEADER_BYTES = 68;

/** One level of detail; the vertex buffer takes two thirds of what follows the header, the indices the rest. */
function mdlHeader(size: number): Buffer {
  const header = Buffer.alloc(MDL_HEADER_BYTES);
  const vertices = Math.floor(((size - MDL_HEADER_BYTES) * 2) / 3);
  header.writeUInt32LE(MDL_V6, 0);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(1, 14);
  header.writeUInt32LE(MDL_HEADER_BYTES, 16);
  header.writeUInt32LE(MDL_HEADER_BYTES + vertices, 28);
  header.writeUInt32LE(vertices, 40);
  header.writeUInt32LE(size - MDL_HEADER_BYTES - vertices, 52);
  header.writeUInt8(1, 64);
  return header;
}

function mtrlHeader(size: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(0x01030000, 0);
  header.writeUInt16LE(Math.min(size, 0xffff), 4);
  header.writeUInt8(1, 12);
  return header;
}

function scdHeader(size: number): Buffer {
  const header = Buffer.alloc(48);
  header.write('SEDBSSCF', 0, 'latin1');
  header.writeUInt32LE(3, 8);
  header.writeUInt8(4, 13);
  header.writeUInt16LE(header.length, 14);
  header.writeUInt32LE(size, 16);
  return header;
}

/** A magic of four characters, then the size that follows it. */
function tagged(magic: string, size: number): Buffer {
  const header = Buffer.alloc(8);
  header.write(magic, 0, 'latin1');
  header.writeUInt32LE(Math.max(0, size - header.length), 4);
  return header;
}

/** @param size bytes of the whole file. Types without a header of their own (and `.tex`) get none. */
export function fileHeader(extension: string, size: number): Buffer {
  switch (extension) {
    case '.mdl':
      return mdlHeader(size);
    case '.mtrl':
      return mtrlHeader(size);
    case '.scd':
      return scdHeader(size);
    case '.pap':
      return tagged('pap ', size);
    case '.tmb':
      return tagged('TMLB', size);
    case '.avfx':
      return tagged('XFVA', size);
    case '.sklb':
      return tagged('blks', size);
    case '.eid':
      return tagged('\0die', size);
    default:
      return Buffer.alloc(0);
  }
}
