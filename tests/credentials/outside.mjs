// Reads {contexts: {url: document}, ca: bool, credentials: [text]} on stdin; writes for each what @digitalbazaar/vc makes of it.
// Everything else (keys, lists) is fetched over HTTPS as a stranger's verifier would.
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {readFileSync} from 'node:fs';

const job = JSON.parse(readFileSync(0, 'utf8'));
const kept = new Map();

async function fetched(url) {
  const answer = await fetch(url);
  if(!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  return answer.json();
}

async function once(url) {
  if(!kept.has(url)) {
    kept.set(url, fetched(url));
  }
  return kept.get(url);
}

async function load(url) {
  if(url in job.contexts) {
    return {documentUrl: url, document: job.contexts[url], contextUrl: null};
  }
  if(url.startsWith('did:web:')) {
    const [did, fragment] = url.split('#');
    const [host, ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent);
    const found = await once(`https://${host}/${path.join('/')}/did.json`);
    if(!fragment) {
      return {documentUrl: url, document: found, contextUrl: null};
    }
    const method = found.verificationMethod.find(one => one.id === url);
    if(!method) {
      throw new Error(`no such key: ${url}`);
    }
    const document = {'@context': 'https://w3id.org/security/multikey/v1', ...method};
    return {documentUrl: url, document, contextUrl: null};
  }
  return {documentUrl: url, document: await once(url), contextUrl: null};
}

const documentLoader = vc.defaultDocumentLoader.constructor && (async url => {
  try {
    return await vc.defaultDocumentLoader(url);
  } catch {
    return load(url);
  }
});

async function judged(text, suite) {
  const credential = JSON.parse(text);
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now: job.now});
  const status = result.statusResult?.results?.map(one => one.status) ?? null;
  return {
    verified: result.verified,
    marked: status,
    suites: (result.results ?? []).map(one => [one.proof?.cryptosuite, one.verified]),
    error: result.verified ? '' : [result.error?.message, ...(result.error?.errors ?? []).map(one => one.message)].join('; '),
  };
}

const suites = {
  rdfc: new DataIntegrityProof({cryptosuite: rdfc}),
  jcs: new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()}),
};
const said = [];
for(const text of job.credentials) {
  const one = {};
  for(const [name, suite] of [['rdfc', suites.rdfc], ['jcs', suites.jcs], ['both', [suites.rdfc, suites.jcs]]]) {
    try {
      one[name] = await judged(text, suite);
    } catch(error) {
      one[name] = {verified: false, marked: null, suites: [], error: String(error)};
    }
  }
  said.push(one);
}
console.log(JSON.stringify(said));
