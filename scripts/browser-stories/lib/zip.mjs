// Archives as office programs write them: reading what is in one, and writing one.

import { strict as assert } from "node:assert";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;

/**
 * The files of an archive, by their names.
 * @param {Buffer} archive
 * @returns {Map<string, Buffer>}
 */
export function readZip(archive) {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  assert.ok(end >= 0, "it is an archive");
  const files = new Map();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(archive.readUInt32LE(at), CENTRAL);
    const [method, size, nameLength, extra, comment] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)];
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(begin, begin + size);
    files.set(name, method === DEFLATED ? inflateRawSync(packed) : packed);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

/** What both places say of a file. */
function head(content, packed) {
  const said = Buffer.alloc(26);
  said.writeUInt16LE(20, 0);
  said.writeUInt16LE(DEFLATED, 4);
  said.writeUInt16LE(0x21, 8);
  said.writeUInt32LE(crc32(content), 10);
  said.writeUInt32LE(packed.length, 14);
  said.writeUInt32LE(content.length, 18);
  return said;
}

/**
 * An archive of files.
 * @param {Iterable<[string, Buffer | string]>} files
 * @returns {Buffer}
 */
export function writeZip(files) {
  const [bodies, index] = [[], []];
  let at = 0;
  for (const [name, text] of files) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const title = Buffer.from(name);
    const said = head(content, packed);
    said.writeUInt16LE(title.length, 22);
    const local = Buffer.alloc(4);
    local.writeUInt32LE(LOCAL, 0);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(20, 4);
    said.copy(central, 6);
    central.writeUInt32LE(at, 42);
    bodies.push(local, said, title, packed);
    index.push(central, title);
    at += 30 + title.length + packed.length;
  }
  const list = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(index.length / 2, 8);
  end.writeUInt16LE(index.length / 2, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}
