"""Ordinary words that are never a misspelt medicine or condition."""

from __future__ import annotations

_WORDS = """
    able about above accident across actual actually added adding addition address adult advice affect afraid after
    afternoon again against ago ahead alcohol alive all allergic allergies allergy almost alone along already
    alright also although always am amount an and another answer any anybody anymore anyone anything anyway anyways
    apart appetite appointment are area arm around as ask asked asking at attack aunt away baby back bad badly basic
    basically basis bathroom be because become bed bedtime been before began behind being believe besides best
    better between big bit black blood blue body both bottle bottles bother bothering bought boy brain brand
    breakfast break breathe breathing bring brother brought but buy by call called came can cancer cannot capsule
    capsules car card care case caught cause certain change changed check checked chest child children choice
    chronic clean clear clinic cold combination combo come coming common complete completely concern concerned
    condition conditions constant constantly continue control controlled cost could couple course cream cream creams
    cup currently cut cycle daily dang date daughter day days deal dealing death decided deep definitely depend
    depends deployed deployment detail diagnosed diagnosis did diet different difficult dinner discontinued do
    doctor doctors does dog doing done door dosage dosages dose doses double down dozen drink drinking drive drop
    dropped drug drugs during each ear early easy eat eating effect effects eight either else emergency end energy
    enough entire episode especially etc even evening evenings ever every everybody everyday everyone everything
    exact exactly except experience extended extra eye eyes face fact failed fall family far fast father feel
    feeling feelings feet felt female few fifteen fifty fight finally find fine first five food foot for forever
    forget forgot form forty found four free friday friend friends from front full gave general generic generics get
    gets getting girl give given gives go god goes going gone good got great group grow guess gummies gummy had hair
    half hand happen happened happy hard has have having he head health healthy hear heard heart heavy help helped
    helping helps her herbal here herself high him himself his history hit hold home honest honestly hope hormone
    hospital hour hours house how however hundred hurt hurts husband idea if illness imagine important in infusion
    inject injection injections inside instead insurance into is issue issues it its itself jaw job just keep keeps
    kept kid kidney kidneys kids kind knee knew know known lady large last late lately later least leave left leg
    legs less let letter level levels life light like liked list listed little live lived liver living long longer
    look looking loose lose losing lost lot lots love low lower lunch made mail main mainly major make makes making
    male man many married matter may maybe me meal meals mean means medical medicated medication medications
    medicine medicines meds member memory men mental mention mentioned met middle might migraine mild milligram
    milligrams mind mine minimal minute minutes mix moderate moment monday money month monthly months mood moods
    more morning mornings most mostly mother mouth move much multiple muscle my myself name named names natural near
    nearly necessary need needed needs neither nerve never new next nice night nightly nights nine no nobody noise
    none nor normal normally not noted nothing now number numbers nurse occasional occasionally of off office often
    oil ok okay old older on once one ones only onto open option or order other others otherwise our out outside
    over own pain painful panel paper parents part partial past patch patches patient patients pay people per
    percent period person personal pharmacy phone physical pick picture piece pill pills place plan plans play
    please plenty plus point possible pregnant prescribed prescribing prescription prescriptions present pressure
    pretty prevent previous previously prior private probably problem problems product program provide provider
    psychiatrist put quarter question questions quick quit quite ran rather read reading ready real really reason
    reasons recent recently recommended reduce refill regular regularly regulate related release relief remember
    rest result results right room round run same sad said saturday save saw say says scared scheduled school second
    see seeing seem seems seen self send sent september serious service seven several severe shakes shape she shift
    short shot shots should shoulder show shower sick side simple since single sister sit six skin sleep sleeping
    small smoke smoked so social some somebody someone something sometimes son soon sore sorry sort spray stable
    start started starting state stay steady step still stomach stop stopped stopping store strong stuff such sugar
    suggest summer sunday super supplement supplements support supposed sure surgery switch switched symptom
    symptoms system table tablet tablets take taken takes taking talk tea teeth tell ten test than thank thanks that
    the their them themselves then therapist therapy there these they thing things think third thirty this those
    though thought three through throat throughout thursday thyroid time times tired to today together told tomorrow
    tonight too took tooth top total totally touch tough toward trauma treat treated treating treatment treatments
    tried trouble true try trying tuesday turn turned twelve twenty twice two type types typical under unless until
    up upon upset us use used useful user uses using usual usually variety various very veteran visit vitamin
    vitamins wait waiting wake walk want wanted was washed watch water way we weak weaned wednesday week weekend
    weekly weeks weight well went were what whatever when where whether which while white who whole whom whose why
    wife will winter wish with without woman women word work worked working works world worry worse worst would
    wrong year years yes yesterday yet you young younger your yours yourself zero tapered tapering weaning listening
    bipolar depression anxiety nervous stressed patience parent parents promise provide pressing present persons
    passed paste passive prepared preparing prepare lasted lasting latest listed lining lipids loving locked lonely
    lumber lyric maniac manual market member mental mercy message messed middle military mineral minerals moving
    muscle mystery native nature normal notice nurture obvious orange organic outcome overall panels parade parking
    partner pastor patience pattern perfect permanent persist phase planned plastic pleasant pocket policy positive
    practice precise prefer prevent process produce profile progress proper protein provoke public purple puzzle
    random rarely reached reality recall receive record relate release reliant remote repeat replace request require
    respond retired return review routine safety salad sample scalp season second secret section seizure senior
    sensitive serene serial service session settle silence silent simply sister smoking social sodium solid spirit
    spring stamina station status stretch strict stroke student subject sudden suffer summer surface survive talent
    target teacher tension thousand thread tissue tongue tonic traffic travel tremor trigger tropical typing uncle
    unable useful usual valley valuable vegetable vehicle version victim village violent virtual vision visual
    volume walking wallet weather website wedding welcome whisper willing window wonder worker workout writing
    yellow nightmare nightmares confused psychic physics bills bipap cpap coffee cancel center clinical clothing
    coaching college cocaine heroin alcohol tobacco vaping vape cardio marriage divorce soldier combat childhood
    abuse abused accident assault crying numbing heaven ambition medicinal element essential average abilities
    ability avenue hydrated lactose concert concerts lasagna serious effort efforts actively relax relaxed abstain
    accurate admire adrenaline adult agree aspire aspiring balance basis bacon bacteria beverage bowel cellar candle
    capital cardboard cardigan center ceramic charge charger chlorine citizen classic clonal cousin cream decade
    denial desire devote diagram dialogue dialysis dilute doctoral doctrine dynamic electric enamel episodic ethanol
    excellent factor fantasy fashion flannel flexible flexing focal focusing formula fluctuate garlic gradual grapes
    hormonal humble hydrate incision induced insane insulated insult insulting invade kneel knocked landing lavender
    legal liberal limited lobby local magnesium marvel meditate meditation medium mention mellow method minutes
    morphed naive naturally neuron nicely nutrition nurses oatmeal obtain optional parental parasite particle
    paradise petal planet pleasure podiatry polar portion premier prescriber problems prolong promising property
    provision pubic refrain remain remains remarkable remedy remedies restore restoring retain retina revival ritual
    rituals romance savage scooter sentry sertain seroma somatic stability statement statins stating stationed
    strategy sublime swelling symbol tampon tegument temporal testing therapies thinner thinners topical tractor
    trailer transit tranquil trauma trilogy triple tylenols ultimate valid validate verse vibrant victory viral
    vivid voltage wellness wellbeing weekdays maria mariana tania valerie valeria victoria marilyn
"""
COMMON_WORDS = frozenset(_WORDS.split())
