// Verifies the text of a square picture without a network: COSE_Sign1 (RFC 9052) in base45, by keys and lists kept before.
const PREFIX = "JLR1:";
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const ALG = 1, KID = 4, EXPIRES = 4, BEGINS = 5, OURS = -65537, EDDSA = -8, SIGN1 = 18;

const base45 = (text) => {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((sign) => SIGNS.indexOf(sign));
    if (digits.includes(-1) || digits.length === 1) throw new Error("base45");
    const number = digits[0] + digits[1] * 45 + (digits[2] ?? 0) * 2025;
    if (number > (digits.length === 3 ? 65535 : 255)) throw new Error("base45");
    bytes.push(...(digits.length === 3 ? [number >> 8, number & 255] : [number]));
  }
  return new Uint8Array(bytes);
};

// What our texts hold of CBOR (RFC 8949): whole numbers, bytes, text, arrays, maps, one tag.
const cbor = (bytes) => {
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const taken = (size) => {
    if (at + size > bytes.length) throw new Error("cbor");
    at += size;
    return bytes.subarray(at - size, at);
  };
  const size = (info) => {
    if (info < 24) return info;
    const wide = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
    if (!wide) throw new Error("cbor");
    const from = at;
    taken(wide);
    const number = { 1: () => view.getUint8(from), 2: () => view.getUint16(from), 4: () => view.getUint32(from), 8: () => Number(view.getBigUint64(from)) }[wide]();
    if (!Number.isSafeInteger(number)) throw new Error("cbor");
    return number;
  };
  const item = (depth) => {
    if (depth > 6) throw new Error("cbor");
    const [first] = taken(1);
    const number = size(first & 31);
    switch (first >> 5) {
      case 0: return number;
      case 1: return -1 - number;
      case 2: return taken(number).slice();
      case 3: return new TextDecoder("utf-8", { fatal: true }).decode(taken(number));
      case 4: return Array.from({ length: Math.min(number, 64) }, () => item(depth + 1));
      case 5: return new Map(Array.from({ length: Math.min(number, 64) }, () => [item(depth + 1), item(depth + 1)]));
      case 6: return { tag: number, value: item(depth + 1) };
      default: throw new Error("cbor");
    }
  };
  const found = item(0);
  if (at !== bytes.length) throw new Error("cbor");
  return found;
};

const bstr = (bytes) => {
  const head = bytes.length < 24 ? [0x40 | bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255];
  return [...head, ...bytes];
};
const toSign = (header, payload) =>
  new Uint8Array([0x84, 0x6a, ...new TextEncoder().encode("Signature1"), ...bstr(header), 0x40, ...bstr(payload)]);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// The browser's own Ed25519, or the library where it has none.
const holds = async (signature, message, key, library) => {
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  } catch {
    const ed = await import(library);
    return ed.verifyAsync(signature, message, key);
  }
};

export const isText = (text) => text.startsWith(PREFIX);

// known: {at, issuers: [{name, keys: {kid: base64}, marks: {list: {revoked, suspended, unauthorised}}}]} → {answer, rows}
export const verify = async (text, known, library, now = Date.now() / 1000) => {
  try {
    const found = cbor(base45(text.slice(PREFIX.length)));
    if (found.tag !== SIGN1 || found.value.length !== 4) return { answer: "unreadable" };
    const [header, open, payload, signature] = found.value;
    const said = cbor(header);
    if (said.size !== 2 || said.get(ALG) !== EDDSA || open.size !== 0) return { answer: "unreadable" };
    const kid = hex(said.get(KID));
    const issuer = known.issuers.find((one) => kid in one.keys);
    if (!issuer) return { answer: "unknown" };
    if (!(await holds(signature, toSign(header, payload), fromBase64(issuer.keys[kid]), library))) return { answer: "forged" };
    const claims = cbor(payload);
    const [list, index, name, title, scheme] = claims.get(OURS);
    const ends = claims.get(EXPIRES);
    const rows = { name, title, scheme, issuer: issuer.name, ends };
    const marks = issuer.marks[list] ?? { revoked: [], suspended: [], unauthorised: [] };
    if (marks.revoked.includes(index)) return { answer: "revoked", rows };
    if (marks.unauthorised.includes(index)) return { answer: "not_authorised", rows };
    if (marks.suspended.includes(index)) return { answer: "suspended", rows };
    if (now < claims.get(BEGINS)) return { answer: "not_yet", rows };
    if (ends !== undefined && now >= ends) return { answer: "expired", rows };
    return { answer: "valid", rows };
  } catch {
    return { answer: "unreadable" };
  }
};
