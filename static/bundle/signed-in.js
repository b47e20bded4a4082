import{CLOCK,OtherTabs,dropOthersTurns,fingerprint,fromTemplate,keptTurns,meaningOf,part,pauseAfter,request,withUnheldTurn}from"./shared.js";var Leftovers=class{#edge;#clock;#failures=0;#timer;#sending;constructor(edge){this.#edge=edge;this.#clock=edge.clock??CLOCK}async send(){this.#clock.never(this.#timer);
this.#sending??=this.#sendAll().finally(()=>this.#sending=void 0);await this.#sending}async#sendAll(){let somethingWaits=false;for(const{assignment,refused}of await this.#edge.
kept.waiting()){if(refused)continue;const outcome=await this.#edge.unheld(assignment,()=>this.#sendOne(assignment));somethingWaits||=outcome!==void 0;if(outcome===
"unreachable")break}if(somethingWaits)this.#tryLater()}async#sendOne(assignment){const turn=await this.#edge.kept.find(assignment);return turn?.waiting?this.#try(
turn):void 0}async#try(turn){const reply=await this.#replyTo(turn);const meaning=reply?meaningOf(reply):"later";if(meaning==="later")return reply?"later":"unrea\
chable";this.#failures=0;if(meaning==="signed-out")return;if(meaning==="newer"&&isOurs(turn,reply?.body))return this.#try({...turn,...basisOf(reply?.body),sent:[]});
await this.#settle(turn,meaning==="taken",reply?.body);this.#edge.changed()}async#replyTo({urls,key,answers,number,base,withdraws}){const draft={answers,number,
base,...withdraws&&{withdraws}};try{return await this.#edge.request(key?"POST":"PUT",key?urls.submit:urls.draft,draft,key)}catch(error){if(!(error instanceof TypeError))
throw error}}async#settle({key,...draft},isTaken,body){if(!isTaken)return this.#edge.kept.keep({...draft,refused:reasonOf(body)});if(key)return this.#edge.kept.
forget(draft.assignment);return this.#edge.kept.keep({...draft,...basisOf(body),from:draft.answers,sent:[],waiting:false})}#tryLater(){this.#failures+=1;this.#clock.
never(this.#timer);this.#timer=this.#clock.later(()=>void this.send(),pauseAfter(this.#failures,this.#clock.random))}};var isOurs=({answers,sent},body)=>sent.length>
0&&[fingerprint(answers),...sent].includes(fingerprint(body.answers));var basisOf=({number,base})=>({number,base});var reasonOf=({error,missing,errors})=>error??
[...missing??[],...errors??[]][0]?.text??"";var COUNT_MILLISECONDS=500;var LeftBehind=class extends HTMLElement{#timer;async connectedCallback(){const kept=await keptTurns();const leftovers=new Leftovers(
{kept,request,unheld:withUnheldTurn,changed:()=>void this.#show()});for(const name of["online","focus"])addEventListener(name,()=>void leftovers.send());new OtherTabs().
listen(()=>this.#timer??=setTimeout(()=>void this.#show(),COUNT_MILLISECONDS));await this.#show();await leftovers.send()}async#show(){this.#timer=void 0;const turns=(await(await keptTurns()).
waiting()).filter(({page})=>page!==location.pathname);this.replaceChildren(...turns.filter(({refused})=>refused!==void 0).map(turn=>this.#notice(turn)));this.dispatchEvent(
new CustomEvent("left-behind:change",{bubbles:true,detail:turns.length}))}#notice({assignment,name,page,refused=""}){const notice=fromTemplate("left-behind-temp\
late");part(notice,"strong").textContent=name;part(notice,"[data-shows=reason]").textContent=refused;part(notice,"a",HTMLAnchorElement).href=page;part(notice,"b\
utton").addEventListener("click",()=>void this.#remove(assignment));return notice}async#remove(assignment){await(await keptTurns()).forget(assignment);await this.#show()}};
customElements.define("left-behind",LeftBehind);var PATIENCE_MILLISECONDS=2e3;var LOOK_MILLISECONDS=100;var SignOut=class extends HTMLElement{connectedCallback(){this.addEventListener("submit",event=>{event.preventDefault();
void this.#leave(part(this,"form",HTMLFormElement))})}async#leave(form){const kept=await keptTurns();const waiting=await unsent();if(waiting.length>0&&!await agreed(
waiting.length,waiting.filter(({person})=>person!==kept.person).length))return;await kept.clear();await forgetPages();form.submit()}};async function unsent(){const kept=await keptTurns();
const deadline=performance.now()+(navigator.onLine?PATIENCE_MILLISECONDS:0);let waiting=await kept.everybodys();while(waiting.length>0&&performance.now()<deadline){
await new Promise(resolve=>setTimeout(resolve,LOOK_MILLISECONDS));waiting=await kept.everybodys()}return waiting}function agreed(count,ofOthers){const dialog=part(
document,"#sign-out-dialog",HTMLDialogElement);const words=ngettext("%(count)s trace with your text is not sent yet.","%(count)s traces with your text are not s\
ent yet.",count);part(dialog,"[data-shows=count]").textContent=interpolate(words,{count},true);part(dialog,"[data-shows=of-others]").hidden=ofOthers===0;dialog.
returnValue="";dialog.showModal();return new Promise(resolve=>dialog.addEventListener("close",()=>resolve(dialog.returnValue==="leave"),{once:true}))}async function forgetPages(){
const names=await globalThis.caches?.keys()??[];await Promise.all(names.map(name=>caches.delete(name)));const registrations=await navigator.serviceWorker?.getRegistrations()??
[];await Promise.all(registrations.map(registration=>registration.unregister()))}customElements.define("sign-out",SignOut);void dropOthersTurns();
