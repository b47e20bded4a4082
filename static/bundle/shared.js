var __defProp=Object.defineProperty;var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:true})};var workOfPage=()=>JSON.parse(document.querySelector("#work-data")?.textContent??"");function part(root,selector,type=HTMLElement){const found=root.querySelector(
selector);if(!(found instanceof type))throw new Error(`The page has no "${selector}".`);return found}var KEEPALIVE_BYTES=6e4;var LONGEST_MILLISECONDS=6e4;async function request(method,url,content,key){const body=JSON.stringify(content);const response=await inTime(
url,{method,headers:{"Content-Type":"application/json",Accept:"application/json","X-CSRFToken":csrfToken(),...key&&{"Idempotency-Key":key}},body,credentials:"sa\
me-origin",keepalive:new Blob([body]).size<=KEEPALIVE_BYTES});return{status:response.status,body:await bodyOf(response)}}async function fetched(url){const response=await inTime(
url,{headers:{Accept:"application/json"},credentials:"same-origin"});if(!response.ok)throw new TypeError(`${url} was answered with ${response.status}`);return response}
var read=async url=>(await fetched(url)).json();function newKey(){return[...crypto.getRandomValues(new Uint8Array(16))].map(byte=>byte.toString(16).padStart(2,"\
0")).join("")}async function inTime(url,options){try{return await fetch(url,{...options,signal:AbortSignal.timeout(LONGEST_MILLISECONDS)})}catch(error){if(error instanceof
DOMException)throw new TypeError(`${url} was not answered in time`,{cause:error});throw error}}async function bodyOf(response){if(response.status===404)return{error:somebodyElse()};
const isJson=response.headers.get("Content-Type")?.startsWith("application/json");return isJson?response.json():{error:wordsFor(response.status)}}var somebodyElse=()=>gettext(
"You are signed in as somebody else in this browser. Your text is kept here: sign in as yourself again, then come back.");function wordsFor(status){if(status===
413)return gettext("This is more text than the server takes at once. It is kept in this browser: make it shorter.");return interpolate(gettext("The server did n\
ot take this (%(status)s). Your text is kept in this browser."),{status},true)}function csrfToken(){const cookie=document.cookie.match(/(?:^|; )[^=;]*csrftoken=([^;]+)/)?.[1];
const input=document.querySelector("input[name=csrfmiddlewaretoken]");return cookie??(input instanceof HTMLInputElement?input.value:"")}var person=()=>document.querySelector("meta[name=person]")?.getAttribute("content")??"";var DATABASE="tracewright";var TURNS="turns";var KeptTurns=class{person;#database;constructor(person2,database){this.person=person2;this.#database=database}async keep(turn){
return await this.#write(turns=>turns.put(turn))!==void 0}async forget(assignment){await this.#write(turns=>turns.delete(assignment))}async find(assignment){const turn=await this.#read(
turns=>turns.get(assignment));return turn?.person===this.person?turn:void 0}async waiting(){return(await this.everybodys()).filter(({person:person2})=>person2===
this.person)}async everybodys(){const all=await this.#read(turns=>turns.getAll())??[];return all.filter(({waiting})=>waiting)}async clear(){await this.#write(turns=>turns.
clear());this.#database=void 0}#write(act){return this.#ask("readwrite",turns=>{const request2=act(turns);turns.transaction.commit();return request2})}#read(act){
return this.#ask("readonly",act)}async#ask(mode,act){if(!this.#database)return void 0;try{const transaction=this.#database.transaction(TURNS,mode,{durability:"r\
elaxed"});const request2=act(transaction.objectStore(TURNS));await done(transaction);return request2.result??(mode==="readwrite"?null:void 0)}catch(error){if(!(error instanceof
DOMException))throw error;console.warn("The browser's storage:",error.message)}}};var ofThisPage;function keptTurns(){return ofThisPage??=opened().then(database=>new KeptTurns(
person(),database))}async function opened(){try{const request2=indexedDB.open(DATABASE,1);request2.onupgradeneeded=()=>request2.result.createObjectStore(TURNS,{
keyPath:"assignment"});return await new Promise((resolve,reject)=>{request2.onsuccess=()=>resolve(request2.result);request2.onerror=()=>reject(request2.error)})}catch(error){
if(!(error instanceof DOMException))throw error;console.warn("The browser's storage:",error.message)}}var done=transaction=>new Promise((resolve,reject)=>{transaction.
oncomplete=()=>resolve();transaction.onabort=()=>reject(transaction.error??new DOMException("The transaction was aborted."))});var OtherTabs=class{#channel="BroadcastChannel"in globalThis?new BroadcastChannel("tracewright:turns"):null;tell(assignment){this.#channel?.postMessage(assignment)}listen(hear){
this.#channel?.addEventListener("message",({data})=>hear(data))}};var MOST_TURNS=10;var PREFIX="tracewright:turns:";var TURN=/^(.*\/annotate\/)(\d+\/)/;var ownCache=()=>PREFIX+person();var pageAddress=address=>address.replace(
TURN,"$1page");async function hasWorker(){const worker=navigator.serviceWorker?.controller;while(worker?.state==="activating")await new Promise(resolve=>worker.
addEventListener("statechange",resolve,{once:true}));return worker?.state==="activated"}async function dropOthersTurns(){const names=await globalThis.caches?.keys()??
[];const others=names.filter(name=>name.startsWith(PREFIX)&&(person()===""||name!==ownCache()));await Promise.all(others.map(name=>caches.delete(name)))}var StoredTurns=class{#work;#addresses=new Set;constructor(){
navigator.serviceWorker?.addEventListener("controllerchange",()=>void this.storeAgain())}open(work){const isFirst=this.#work===void 0;this.#work=work;this.#addresses.
clear();void this.#storing(async cache=>{await cache.put(work.urls.data,jsonResponse(work));if(isFirst)await storePage(cache,work.urls.annotate);await dropOldest(
cache)})}read=async url=>{const response=await fetched(url);if(!url.includes("?q="))this.#addresses.add(url);const copy=response.clone();if(this.#addresses.has(
url))void this.#storing(cache=>cache.put(url,copy));return response.json()};async storeAgain(){const work=this.#work;if(!work)return;await this.#storing(async cache=>{
await cache.put(work.urls.data,jsonResponse(work));await storePage(cache,work.urls.annotate);for(const url of this.#addresses)await cache.put(url,await fetched(
url))})}close(){const turn=this.#work?.urls.annotate??"";void this.#storing(cache=>drop(cache,turn))}async#storing(act){if(!await hasWorker())return;try{await act(
await caches.open(ownCache()))}catch(error){if(!(error instanceof DOMException)&&!(error instanceof TypeError))throw error;console.info("Not stored for use with\
out a network:",error.message)}}};var jsonResponse=content=>new Response(JSON.stringify(content),{headers:{"Content-Type":"application/json"}});async function storePage(cache,address){
const response=await fetch(address,{headers:{Accept:"text/html"},credentials:"same-origin"});if(response.ok&&!response.redirected)await cache.put(pageAddress(address),
response)}async function dropOldest(cache){const turns=(await cache.keys()).map(({url})=>TURN.exec(new URL(url).pathname)?.[0]).filter(turn=>turn!==void 0);const latest=[
...new Set(turns.reverse())];for(const turn of latest.slice(MOST_TURNS))await drop(cache,turn)}async function drop(cache,turn){for(const request2 of await cache.
keys())if(new URL(request2.url).pathname.startsWith(turn))await cache.delete(request2)}function fromTemplate(id){const{content}=part(document,`template#${id}`,HTMLTemplateElement);return document.importNode(content,true).firstElementChild}function toggle(root,name,shown){
for(const each of root.querySelectorAll(`[data-shows="${name}"]`))each.toggleAttribute("hidden",!shown)}var sameAnswers=(a,b)=>inKeyOrder(a)===inKeyOrder(b);function fingerprint(answers){const text=inKeyOrder(answers)??"";let a=3735928559,b=1103547991;for(let index=0;index<
text.length;index++){const code=text.charCodeAt(index);a=Math.imul(a^code,2654435761);b=Math.imul(b^code,1597334677)}a=Math.imul(a^a>>>16,2246822507)^Math.imul(
b^b>>>13,3266489909);b=Math.imul(b^b>>>16,2246822507)^Math.imul(a^a>>>13,3266489909);return(4294967296*(2097151&b)+(a>>>0)).toString(36)}var inKeyOrder=value=>JSON.
stringify(value,sorted);function sorted(_,value){const isObject=typeof value==="object"&&value!==null&&!Array.isArray(value);return isObject?Object.fromEntries(
Object.entries(value).sort(([a],[b])=>a<b?-1:1)):value}var nameOf=assignment=>`tracewright:turn:${assignment}`;function holdTurn(assignment){let release=()=>{};const until=new Promise(resolve=>release=()=>resolve(void 0));
void navigator.locks?.request(nameOf(assignment),{mode:"shared"},()=>until);return release}async function withUnheldTurn(assignment,act){return navigator.locks?.
request(nameOf(assignment),{ifAvailable:true},lock=>lock?act():void 0)}var CLOCK={later:(act,milliseconds)=>setTimeout(act,milliseconds),never:timer=>clearTimeout(timer),now:()=>performance.now(),random:()=>Math.random()};var MILLISECONDS=[1e3,2e3,5e3,1e4,3e4];function pauseAfter(failures,random){const pause=MILLISECONDS[Math.min(failures,MILLISECONDS.length)-1];return pause*(2+2*
random())/3}function meaningOf({status,body}){if(status>=500)return"later";if(status===200)return"taken";if(status===401)return"signed-out";if(status===404)return"stranger";
return status===409&&body.answers?"newer":"refused"}export{__export,workOfPage,part,fromTemplate,toggle,CLOCK,pauseAfter,sameAnswers,fingerprint,meaningOf,request,read,newKey,keptTurns,OtherTabs,dropOthersTurns,StoredTurns,
holdTurn,withUnheldTurn};
